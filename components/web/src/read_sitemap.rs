//! `GET /sitemap.xml`, and its parts: every address that search engines may index.

use axum::{
    extract::{Path, State},
    response::Response,
};
use connectly_service::{
    App, Db, DbError, Error, FromRow, IfNoneMatch, PublicUrl, Result, Row, params,
};
use serde::Deserialize;

use crate::{address, paths, reader, xml::Xml};

/// The path of the list of parts.
pub const INDEX: &str = "/sitemap.xml";
/// The path of a part.
pub const PART: &str = "/sitemap/{part}";

/// How many addresses a part has: a tenth of what is allowed, so that making one takes little time and
/// memory.
const SIZE: i64 = 5_000;

const MEDIA_TYPE: &str = "application/xml";
const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// The parts.
pub async fn read_sitemap(
    State(app): State<App>,
    db: Db,
    url: PublicUrl,
    condition: IfNoneMatch,
) -> Result<Response> {
    require_public_reads(&app)?;
    let counts: Counts =
        db.or_replica().query_one(include_str!("read_sitemap.sql"), params![]).await?;
    let mut xml = Xml::new()?;
    xml.element("sitemapindex", &[NAMESPACE], |xml| {
        for (prefix, count) in [("", counts.posts), ("authors-", counts.authors)] {
            // The first part is there in any case: it also has the front page.
            for part in 1..=((count + SIZE - 1) / SIZE).max(1) {
                let address = url.at(&format!("/sitemap/{prefix}{part}.xml"));
                xml.element("sitemap", &[], |xml| xml.text("loc", &[], &address))?;
            }
        }
        Ok(())
    })?;
    Ok(reader::file(xml.finish()?, MEDIA_TYPE, None, &condition))
}

/// A part, such as `3.xml` of posts and `authors-1.xml` of authors.
pub async fn read_sitemap_part(
    State(app): State<App>,
    db: Db,
    url: PublicUrl,
    Path(part): Path<String>,
    condition: IfNoneMatch,
) -> Result<Response> {
    require_public_reads(&app)?;
    let name = part.strip_suffix(".xml").ok_or(Error::NotFound)?;
    let authors = name.strip_prefix("authors-");
    let number = number(authors.unwrap_or(name)).ok_or(Error::NotFound)?;
    let statement = match authors {
        Some(_) => include_str!("read_sitemap_authors.sql"),
        None => include_str!("read_sitemap_posts.sql"),
    };
    let Part(entries) = db.or_replica().query_one(statement, params![number - 1, SIZE]).await?;
    if entries.is_empty() && number > 1 {
        return Err(Error::NotFound);
    }
    let mut xml = Xml::new()?;
    xml.element("urlset", &[NAMESPACE], |xml| {
        if authors.is_none() && number == 1 {
            for path in [paths::FEED, paths::ARCHIVE] {
                xml.element("url", &[], |xml| xml.text("loc", &[], &url.at(path)))?;
            }
        }
        for entry in &entries {
            xml.element("url", &[], |xml| {
                xml.text("loc", &[], &url.at(&entry.path()))?;
                entry.updated_at.iter().try_for_each(|time| xml.text("lastmod", &[], time))
            })?;
        }
        Ok(())
    })?;
    Ok(reader::file(xml.finish()?, MEDIA_TYPE, None, &condition))
}

fn require_public_reads(app: &App) -> Result<()> {
    if app.public_reads() { Ok(()) } else { Err(Error::NotFound) }
}

/// A part's number, from 1, as the list of parts writes it.
fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok().filter(|number| (1..=100_000).contains(number))?;
    (number.to_string() == text).then_some(number)
}

struct Counts {
    posts: i64,
    authors: i64,
}

impl FromRow for Counts {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { posts: row.get("posts")?, authors: row.get("authors")? })
    }
}

/// A post or, without a slug, an author.
#[derive(Deserialize)]
struct Entry {
    handle: String,
    slug: Option<String>,
    /// RFC 3339.
    updated_at: Option<String>,
}

impl Entry {
    fn path(&self) -> String {
        match &self.slug {
            Some(slug) => address::of_post(&self.handle, slug),
            None => address::of_author(&self.handle),
        }
    }
}

struct Part(Vec<Entry>);

impl FromRow for Part {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self(row.get_json("parts")?.unwrap_or_default()))
    }
}
