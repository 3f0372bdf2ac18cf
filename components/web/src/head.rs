//! The head of a page, for search engines and link previews.

use std::fmt::Write as _;

use connectly_service::{Error, Result};
use pulldown_cmark_escape::escape_html;

/// Between these two, the built page has its default head.
const BEGIN: &str = "<!-- page:begin -->";
const END: &str = "<!-- page:end -->";

const SITE: &str = "Connectly";
const DESCRIPTION: &str = "A quiet place to write, and to read what others write.";

/// The part of a page's head that differs between pages.
pub struct Head {
    title: String,
    description: String,
    public_reads: bool,
    /// The page's address; `None` for a page that search engines should not index.
    url: Option<String>,
    article: Option<Article>,
}

/// The metadata of a post.
pub struct Article {
    /// The post's title.
    pub title: String,
    /// The author's name; `None` if none was given.
    pub author: Option<String>,
    /// RFC 3339.
    pub created_at: String,
    /// RFC 3339.
    pub updated_at: String,
}

impl Head {
    /// The head of a page without special content.
    pub fn of_the_site(public_reads: bool) -> Self {
        Self {
            title: SITE.to_owned(),
            description: DESCRIPTION.to_owned(),
            public_reads,
            url: None,
            article: None,
        }
    }

    /// The same for a page that search engines may index, with its address.
    #[must_use]
    pub fn at(self, url: String) -> Self {
        Self { url: Some(url), ..self }
    }

    /// The head of a public post, with its address.
    pub fn of_a_post(article: Article, description: String, url: String) -> Self {
        Self {
            url: Some(url),
            title: format!("{} – {SITE}", without_bidi_controls(&article.title)),
            description,
            public_reads: true,
            article: Some(article),
        }
    }

    /// The page with this head instead of the build's.
    ///
    /// # Errors
    /// When the page lacks the place for it.
    pub fn insert_into(&self, page: &str) -> Result<String> {
        let missing = || Error::internal("index.html lacks the markers page:begin and page:end");
        let (before, rest) = page.split_once(BEGIN).ok_or_else(missing)?;
        let (_, after) = rest.split_once(END).ok_or_else(missing)?;
        Ok(format!("{before}{BEGIN}\n{}    {END}{after}", self.html()))
    }

    fn html(&self) -> String {
        let mut html = format!("    <title>{}</title>\n", escaped(&self.title));
        let mut meta = |key: &str, name: &str, content: &str| {
            // Writing to a string does not fail.
            let _ = writeln!(html, "    <meta {key}=\"{name}\" content=\"{}\">", escaped(content));
        };
        meta("name", "description", &self.description);
        meta("name", "public-reads", if self.public_reads { "true" } else { "false" });
        meta("property", "og:site_name", SITE);
        meta("property", "og:description", &self.description);
        meta("name", "twitter:card", "summary");
        match &self.article {
            None => {
                meta("property", "og:title", &self.title);
                meta("property", "og:type", "website");
            }
            Some(article) => {
                meta("property", "og:title", &article.title);
                meta("property", "og:type", "article");
                meta("property", "article:published_time", &article.created_at);
                meta("property", "article:modified_time", &article.updated_at);
                if let Some(author) = &article.author {
                    meta("name", "author", author);
                }
            }
        }
        if let Some(url) = &self.url {
            meta("property", "og:url", url);
            let _ = writeln!(html, "    <link rel=\"canonical\" href=\"{}\">", escaped(url));
        }
        html
    }
}

/// A title in a line with words of ours, whose direction it must not change.
fn without_bidi_controls(title: &str) -> String {
    let is_control =
        |character| matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    title.chars().filter(|character| !is_control(*character)).collect()
}

/// For an element's text or a quoted attribute.
fn escaped(text: &str) -> String {
    let mut html = String::new();
    // Writing to a string does not fail.
    let _ = escape_html(&mut html, text);
    html
}
