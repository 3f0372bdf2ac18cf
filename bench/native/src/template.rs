//! A post's page, as short as the posts of the bench allow: they have neither tags nor a picture, and
//! their authors no profile. For them it says what the component's page says.

use connectly_markdown::{render, shorten};
use maud::{Markup, PreEscaped, html};
use serde::Deserialize;
use serde_json::json;

use crate::icon;

const SITE: &str = "Connectly";
/// How long a description is.
const DESCRIPTION: usize = 200;
/// How many other posts follow.
const OTHERS: usize = 3;
const FEEDS: [(&str, &str, &str); 3] = [
    ("atom", "Atom", "application/atom+xml"),
    ("rss", "RSS", "application/rss+xml"),
    ("json", "JSON Feed", "application/feed+json"),
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A published post, as the statement returns it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Post {
    id: String,
    title: String,
    slug: String,
    #[serde(default)]
    excerpt: Option<String>,
    reading_minutes: Option<u32>,
    html: Option<String>,
    content: Option<String>,
    author_id: String,
    author_name: Option<String>,
    author_handle: String,
    published_at: String,
    pub updated_at: String,
}

/// Its author.
#[derive(Deserialize)]
pub struct Author {
    name: Option<String>,
    handle: String,
}

impl Post {
    /// The path of its page.
    pub fn path(&self) -> String {
        format!("/@{}/{}", self.author_handle, self.slug)
    }

    fn author(&self) -> &str {
        self.author_name.as_deref().unwrap_or_default()
    }

    fn day(&self) -> String {
        let mut parts = self.published_at.get(..10).unwrap_or_default().split('-');
        let year = parts.next().unwrap_or_default();
        let month = parts.next().and_then(|month| month.parse::<usize>().ok()).unwrap_or(1);
        let day = parts.next().unwrap_or_default().trim_start_matches('0');
        format!("{} {day}, {year}", MONTHS[(month - 1) % 12])
    }
}

/// What differs in the head between pages.
pub fn head(post: &Post, site: &str) -> Markup {
    let address = format!("{site}{}", post.path());
    let by = format!("/@{}", post.author_handle);
    let author = format!("{site}{by}");
    let description = shorten(post.excerpt.as_deref().unwrap_or_default(), DESCRIPTION);
    let data = json!({
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": post.title,
        "description": description,
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": post.published_at,
        "dateModified": post.updated_at,
        "author": { "@type": "Person", "name": post.author(), "url": author },
        "publisher": { "@type": "Organization", "name": SITE },
        "keywords": [],
    });
    html! {
        title { (post.title) " – " (SITE) }
        meta name="description" content=(description);
        meta name="public-reads" content="true";
        meta property="og:site_name" content=(SITE);
        meta property="og:description" content=(description);
        meta property="og:url" content=(address);
        link rel="canonical" href=(address);
        link rel="search" type="application/opensearchdescription+xml" title=(SITE)
            href="/opensearch.xml";
        meta property="og:title" content=(post.title);
        meta property="og:type" content="article";
        meta property="article:published_time" content=(post.published_at);
        meta property="article:modified_time" content=(post.updated_at);
        meta property="article:author" content=(author);
        meta name="author" content=(post.author());
        meta name="author-id" content=(post.author_id);
        meta property="og:image" content={ (site) "/icon-512.png" };
        meta name="twitter:card" content="summary";
        @for (ending, name, media_type) in FEEDS {
            link rel="alternate" type=(media_type) title=(name) href={ (by) "/feed." (ending) };
        }
        script type="application/ld+json" {
            (PreEscaped(data.to_string().replace('<', "\\u003c")))
        }
    }
}

/// The body.
pub fn body(post: &Post, author: Option<&Author>, others: &[Post]) -> Markup {
    html! {
        a.skip-link href="#main" { "Skip to content" }
        (header())
        main #main tabindex="-1" { (article(post, author, others)) }
        (footer())
    }
}

fn header() -> Markup {
    html! {
        header.site-head {
            div.site-head-inner {
                a.wordmark href="/" { (SITE) }
                nav aria-label="Main" {
                    a.nav-link.nav-feed href="/" { "Read" }
                    a.nav-link.nav-icon href="/search" aria-label="Search" title="Search" {
                        (icon::glass())
                    }
                    span.for-guests {
                        a.nav-link href="/signin" { "Sign in" }
                        a.button.button-primary.button-small href="/signup" { "Sign up" }
                    }
                    span.for-members {
                        a.nav-link href="/posts" { "Your posts" }
                        a.nav-link.nav-icon href="/account" aria-label="Account" title="Account" {
                            (icon::person())
                        }
                        a.button.button-primary.button-small href="/publish" { (icon::pen()) "Write" }
                    }
                }
            }
        }
    }
}

fn article(post: &Post, author: Option<&Author>, others: &[Post]) -> Markup {
    let by = format!("/@{}", post.author_handle);
    let text = match &post.html {
        Some(html) => html.clone(),
        None => render(post.content.as_deref().unwrap_or_default()),
    };
    html! {
        article.column.post dir="ltr" {
            header.post-head {
                h1.post-title dir="auto" { (post.title) }
                div.post-meta {
                    p.byline {
                        a.byline-author rel="author" href=(by) { bdi { (post.author()) } }
                        time datetime=(post.published_at) { (post.day()) }
                        span { (post.reading_minutes.unwrap_or(1)) " min read" }
                    }
                    a.quiet-link.for-author href={ "/edit/" (post.id) } { "Edit" }
                }
            }
            div.prose dir="ltr" { (PreEscaped(text)) }
            footer.post-foot {
                div.post-share.scripted {
                    button.button.button-small type="button" data-action="copy-link" hidden { "Copy link" }
                    button.button.button-small type="button" data-action="share" hidden { "Share" }
                    span #share-status.sr-only role="status" {}
                }
                @if let Some(author) = author { (card(author)) }
                (more(post, others))
            }
        }
    }
}

fn card(author: &Author) -> Markup {
    let name = author.name.as_deref().unwrap_or_default();
    html! {
        section.author-card aria-label="Author" {
            span.author-picture.author-letter aria-hidden="true" {
                @if let Some(letter) = name.chars().next() { (letter.to_uppercase()) }
            }
            div.author-words {
                p.author-name dir="auto" { a href={ "/@" (author.handle) } rel="author" { (name) } }
            }
        }
    }
}

fn more(post: &Post, others: &[Post]) -> Markup {
    let others = others.iter().filter(|other| other.id != post.id).take(OTHERS);
    html! {
        section.more-posts {
            h2.section-title { span dir="ltr" { "More by " bdi { (post.author()) } } }
            ol.titles {
                @for other in others {
                    li {
                        a href=(other.path()) dir="auto" { (other.title) }
                        span.meta dir="ltr" {
                            time datetime=(other.published_at) { (other.day()) }
                        }
                    }
                }
            }
        }
    }
}

fn footer() -> Markup {
    let themes = [("system", "System"), ("light", "Light"), ("dark", "Dark")];
    html! {
        footer.site-foot {
            div.site-foot-inner {
                nav aria-label="More" {
                    a.quiet-link href="/archive" { "Archive" }
                    a.quiet-link href="/feed.atom" { "Feed" }
                }
                fieldset.segments.scripted {
                    legend.sr-only { "Theme" }
                    @for ((value, words), icon) in themes.into_iter().zip(icon::themes()) {
                        label.segment {
                            input type="radio" name="theme" value=(value) checked[value == "system"];
                            (icon) (words)
                        }
                    }
                }
            }
        }
    }
}
