//! Feeds: the newest posts in a form that programs read, with all of their text.

use connectly_service::{PublicUrl, Result};
use serde_json::json;

use crate::{
    absolute::absolute,
    address, date,
    head::SITE,
    post::{Post, UNNAMED},
    xml::Xml,
};

/// A format.
pub struct Format {
    /// The end of its addresses.
    pub ending: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
    /// Writes a feed in this format.
    pub write: fn(&Feed<'_>) -> Result<String>,
}

/// All of them, the best first.
pub const FORMATS: [Format; 3] = [
    Format { ending: "atom", name: "Atom", media_type: "application/atom+xml", write: atom },
    Format { ending: "rss", name: "RSS", media_type: "application/rss+xml", write: rss },
    Format { ending: "json", name: "JSON Feed", media_type: "application/feed+json", write: json },
];

/// What a feed says.
pub struct Feed<'a> {
    /// Its title.
    pub title: String,
    /// What it is about, in one sentence.
    pub description: String,
    /// The path of the page that it belongs to.
    pub path: String,
    /// The site.
    pub url: &'a PublicUrl,
    /// Newest first.
    pub posts: &'a [Post],
}

impl Feed<'_> {
    /// When the newest change was made; the beginning of 1970 in a feed without posts, so that it stays
    /// the same.
    pub fn updated_at(&self) -> &str {
        let times = self.posts.iter().flat_map(|post| [&post.published_at, &post.updated_at]);
        times.max().map_or("1970-01-01T00:00:00Z", String::as_str)
    }

    fn page(&self) -> String {
        self.url.at(&self.path)
    }

    fn address(&self, ending: &str) -> String {
        self.url.at(&address::of_feed(&self.path, ending))
    }

    fn content(&self, post: &Post) -> String {
        absolute(&post.html(), &self.url.at(""), &self.url.at(&post.path()))
    }
}

/// Never changes, unlike a post's address.
fn id(post: &Post) -> String {
    format!("urn:uuid:{}", post.id)
}

fn author(post: &Post) -> &str {
    post.author_name.as_deref().unwrap_or(UNNAMED)
}

/// RFC 4287.
fn atom(feed: &Feed<'_>) -> Result<String> {
    let mut xml = Xml::new()?;
    xml.element("feed", &[("xmlns", "http://www.w3.org/2005/Atom")], |xml| {
        xml.text("id", &[], &feed.page())?;
        xml.text("title", &[], &feed.title)?;
        xml.text("subtitle", &[], &feed.description)?;
        xml.text("updated", &[], feed.updated_at())?;
        xml.empty(
            "link",
            &[("rel", "self"), ("type", "application/atom+xml"), ("href", &feed.address("atom"))],
        )?;
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.page())])?;
        xml.text("generator", &[], SITE)?;
        for post in feed.posts {
            xml.element("entry", &[], |xml| atom_entry(xml, feed, post))?;
        }
        Ok(())
    })?;
    xml.finish()
}

fn atom_entry(xml: &mut Xml, feed: &Feed<'_>, post: &Post) -> Result<()> {
    let page = feed.url.at(&post.path());
    xml.text("id", &[], &id(post))?;
    xml.text("title", &[], &post.title)?;
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)])?;
    xml.text("published", &[], &post.published_at)?;
    xml.text("updated", &[], &post.updated_at)?;
    xml.element("author", &[], |xml| {
        xml.text("name", &[], author(post))?;
        match post.author_path() {
            Some(path) => xml.text("uri", &[], &feed.url.at(&path)),
            None => Ok(()),
        }
    })?;
    for (key, label) in post.tags() {
        xml.empty("category", &[("term", key), ("label", label)])?;
    }
    xml.text("summary", &[], &post.description())?;
    xml.text("content", &[("type", "html")], &feed.content(post))
}

/// RSS 2.0, with the namespaces for what it lacks itself.
fn rss(feed: &Feed<'_>) -> Result<String> {
    let namespaces = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    let mut xml = Xml::new()?;
    xml.element("rss", &namespaces, |xml| {
        xml.element("channel", &[], |xml| {
            xml.text("title", &[], &feed.title)?;
            xml.text("link", &[], &feed.page())?;
            xml.text("description", &[], &feed.description)?;
            let (rel, media_type) = (("rel", "self"), ("type", "application/rss+xml"));
            xml.empty("atom:link", &[("href", &feed.address("rss")), rel, media_type])?;
            xml.text("lastBuildDate", &[], &rfc822(feed.updated_at()))?;
            xml.text("generator", &[], SITE)?;
            for post in feed.posts {
                xml.element("item", &[], |xml| rss_item(xml, feed, post))?;
            }
            Ok(())
        })
    })?;
    xml.finish()
}

fn rss_item(xml: &mut Xml, feed: &Feed<'_>, post: &Post) -> Result<()> {
    xml.text("title", &[], &post.title)?;
    xml.text("link", &[], &feed.url.at(&post.path()))?;
    xml.text("guid", &[("isPermaLink", "false")], &id(post))?;
    xml.text("pubDate", &[], &rfc822(&post.published_at))?;
    xml.text("dc:creator", &[], author(post))?;
    for (_, label) in post.tags() {
        xml.text("category", &[], label)?;
    }
    xml.text("description", &[], &post.description())?;
    xml.text("content:encoded", &[], &feed.content(post))
}

fn rfc822(time: &str) -> String {
    date::http(time).unwrap_or_else(|| time.to_owned())
}

/// <https://www.jsonfeed.org/version/1.1/>
fn json(feed: &Feed<'_>) -> Result<String> {
    let items: Vec<_> = feed.posts.iter().map(|post| json_item(feed, post)).collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page(),
        "feed_url": feed.address("json"),
        "items": items,
    });
    Ok(feed.to_string())
}

fn json_item(feed: &Feed<'_>, post: &Post) -> serde_json::Value {
    let mut item = json!({
        "id": id(post),
        "url": feed.url.at(&post.path()),
        "title": post.title,
        "summary": post.description(),
        "content_html": feed.content(post),
        "date_published": post.published_at,
        "date_modified": post.updated_at,
        "tags": post.tags().map(|(_, label)| label).collect::<Vec<_>>(),
        "authors": [json!({ "name": author(post) })],
    });
    let author = item.pointer_mut("/authors/0").and_then(serde_json::Value::as_object_mut);
    if let (Some(author), Some(path)) = (author, post.author_path()) {
        author.insert("url".to_owned(), feed.url.at(&path).into());
    }
    if let (Some(item), Some(cover)) = (item.as_object_mut(), &post.cover) {
        item.insert("image".to_owned(), feed.url.at(cover).into());
    }
    item
}
