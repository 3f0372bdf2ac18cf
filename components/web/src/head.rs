//! The head of a page, for search engines, link previews and readers of feeds.

use connectly_service::{Error, PublicUrl, Result};
use maud::{Markup, PreEscaped, html};
use serde_json::{Value, json};

use crate::{
    address,
    bidi::{balanced, isolated},
    feed, paths,
    post::{Author, Post},
    read_opensearch,
};

/// Between these two, a built page has its default head.
const BEGIN: &str = "<!-- page:begin -->";
const END: &str = "<!-- page:end -->";

/// The site's name.
pub const SITE: &str = "Connectly";
/// The picture of pages that have no other.
const ICON: &str = "/icon-512.png";
/// What the site is, in one sentence.
pub const DESCRIPTION: &str = "A quiet place to write, and to read what others write.";

/// The part of a page's head that differs between pages.
pub struct Head {
    title: String,
    description: String,
    public_reads: bool,
    /// The page's address; `None` for a page that search engines should not index.
    url: Option<String>,
    /// What else a page of its kind says.
    particulars: Markup,
}

impl Head {
    /// The head of a page without special content.
    pub fn of_the_site(public_reads: bool) -> Self {
        Self {
            title: SITE.to_owned(),
            description: DESCRIPTION.to_owned(),
            public_reads,
            url: None,
            particulars: html! {
                meta property="og:title" content=(SITE);
                meta property="og:type" content="website";
                meta name="twitter:card" content="summary";
            },
        }
    }

    /// The same for a page that search engines may index, with its address.
    #[must_use]
    pub fn at(self, url: String) -> Self {
        Self { url: Some(url), ..self }
    }

    /// The head of a page that isn't there, or can't be shown.
    pub fn of_nothing(title: &str) -> Self {
        let title = format!("{title} – {SITE}");
        Self { title, particulars: html! {}, ..Self::of_the_site(true) }
    }

    /// The head of the front page, or of a later page of its list, at this address.
    pub fn of_the_front_page(url: &PublicUrl, address: &str) -> Self {
        let site = json!({
            "@context": "https://schema.org",
            "@type": "WebSite",
            "name": SITE,
            "url": url.at(paths::FEED),
            "potentialAction": {
                "@type": "SearchAction",
                "target": url.at(&format!("{}?q={{question}}", paths::SEARCH)),
                "query-input": "required name=question",
            },
        });
        let mut head = Self::of_the_site(true).at(url.at(address));
        head.particulars = html! {
            (head.particulars)
            (image(&url.at(ICON), None))
            (feeds(paths::FEED))
            (data_block(&site))
        };
        head
    }

    /// The head of a list of posts at this path, which has feeds.
    pub fn of_a_list(title: &str, description: String, url: &PublicUrl, path: &str) -> Self {
        let particulars = html! {
            meta property="og:title" content=(balanced(title));
            meta property="og:type" content="website";
            meta name="twitter:card" content="summary";
            (image(&url.at(ICON), None))
            (feeds(path))
        };
        Self { particulars, description, ..Self::with_title(title) }.at(url.at(path))
    }

    /// The head of a search, which search engines should not index.
    pub fn of_a_search(question: &str) -> Self {
        let title = match question {
            "" => "Search".to_owned(),
            question => format!("Search for {}", isolated(question)),
        };
        let title = format!("{title} – {SITE}");
        Self {
            title,
            particulars: html! { meta name="robots" content="noindex"; },
            ..Self::of_the_site(true)
        }
    }

    /// The head of an author's page.
    pub fn of_an_author(author: &Author, url: &PublicUrl) -> Self {
        let (name, path) = (author.name(), author.path());
        let description = match &author.bio {
            Some(bio) => balanced(bio),
            None => format!("Posts by {} on {SITE}.", isolated(name)),
        };
        let person = json!({
            "@context": "https://schema.org",
            "@type": "ProfilePage",
            "mainEntity": person(name, Some(&url.at(&path))),
        });
        let particulars = html! {
            meta property="og:title" content=(balanced(name));
            meta property="og:type" content="profile";
            meta property="profile:username" content=(author.handle);
            meta name="twitter:card" content="summary";
            (image(&url.at(author.picture.as_deref().unwrap_or(ICON)), None))
            @for link in &author.links { link rel="me" href=(link); }
            (feeds(&path))
            (data_block(&person))
        };
        Self { particulars, description, ..Self::with_title(name) }.at(url.at(&path))
    }

    /// The head of a post's page.
    pub fn of_a_post(post: &Post, author: Option<&Author>, url: &PublicUrl) -> Self {
        let address = url.at(&post.path());
        let author_url = post.author_path().map(|path| url.at(&path));
        let description = post.description();
        let cover = post.cover.as_ref().map(|cover| url.at(cover));
        let particulars = html! {
            meta property="og:title" content=(balanced(&post.title));
            meta property="og:type" content="article";
            meta property="article:published_time" content=(post.published_at);
            meta property="article:modified_time" content=(post.updated_at);
            @if let Some(author) = &author_url { meta property="article:author" content=(author); }
            @for (_, label) in post.tags() { meta property="article:tag" content=(label); }
            @if let Some(name) = &post.author_name { meta name="author" content=(name); }
            meta name="author-id" content=(post.author_id);
            @match &cover {
                Some(cover) => (image(cover, post.cover_alt.as_deref())),
                None => (image(&url.at(ICON), None)),
            }
            meta name="twitter:card" content=(if cover.is_some() { "summary_large_image" } else { "summary" });
            @if let Some(author) = author { (feeds(&author.path())) }
            (data_block(&posting(post, &address, author_url.as_deref(), cover.as_deref(), &description)))
        };
        Self { particulars, description, ..Self::with_title(&post.title) }.at(address)
    }

    fn with_title(title: &str) -> Self {
        Self { title: format!("{} – {SITE}", isolated(title)), ..Self::of_the_site(true) }
    }

    /// The page with this head instead of the build's.
    ///
    /// # Errors
    /// When the page lacks the place for it.
    pub fn insert_into(&self, page: &str) -> Result<String> {
        let missing = || Error::internal("a page lacks the markers page:begin and page:end");
        let (before, rest) = page.split_once(BEGIN).ok_or_else(missing)?;
        let (_, after) = rest.split_once(END).ok_or_else(missing)?;
        Ok(format!("{before}{BEGIN}{}{END}{after}", self.html().into_string()))
    }

    fn html(&self) -> Markup {
        html! {
            title { (self.title) }
            meta name="description" content=(self.description);
            meta name="public-reads" content=(self.public_reads);
            meta property="og:site_name" content=(SITE);
            meta property="og:description" content=(self.description);
            @if let Some(url) = &self.url {
                meta property="og:url" content=(url);
                link rel="canonical" href=(url);
            }
            @if self.public_reads {
                link rel="search" type=(read_opensearch::MEDIA_TYPE) title=(SITE) href=(read_opensearch::PATH);
            }
            (self.particulars)
        }
    }
}

/// What link previews show beside the words.
fn image(address: &str, alt: Option<&str>) -> Markup {
    html! {
        meta property="og:image" content=(address);
        @if let Some(alt) = alt { meta property="og:image:alt" content=(alt); }
    }
}

/// Where programs find the feeds of a page.
fn feeds(path: &str) -> Markup {
    html! {
        @for format in feed::FORMATS {
            link rel="alternate" type=(format.media_type) title=(format.name)
                href=(address::of_feed(path, format.ending));
        }
    }
}

fn posting(
    post: &Post,
    address: &str,
    author: Option<&str>,
    image: Option<&str>,
    description: &str,
) -> Value {
    let mut posting = json!({
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": post.title,
        "description": description,
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": post.published_at,
        "dateModified": post.updated_at,
        "author": person(post.author_name.as_deref().unwrap_or(SITE), author),
        "publisher": { "@type": "Organization", "name": SITE },
        "keywords": post.tags().map(|(_, label)| label).collect::<Vec<_>>(),
    });
    if let (Some(posting), Some(image)) = (posting.as_object_mut(), image) {
        posting.insert("image".to_owned(), json!([image]));
    }
    posting
}

fn person(name: &str, url: Option<&str>) -> Value {
    match url {
        Some(url) => json!({ "@type": "Person", "name": name, "url": url }),
        None => json!({ "@type": "Person", "name": name }),
    }
}

/// A block of data, which browsers don't run. Nothing in it can end it.
fn data_block(value: &Value) -> Markup {
    let json = value.to_string().replace('<', "\\u003c");
    html! { script type="application/ld+json" { (PreEscaped(json)) } }
}
