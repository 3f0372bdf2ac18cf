//! `GET` of a feed: of the site, an author or a tag.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use connectly_markdown::VERSION;
use connectly_service::{
    App, Db, DbError, Error, FromRow, IfNoneMatch, PublicUrl, Result, Row, params,
};
use http::Uri;

use crate::{
    address,
    feed::{FORMATS, Feed, Format},
    head::{DESCRIPTION, SITE},
    paths,
    post::{Author, Posts},
    read_tag_page::folded,
    reader, redirect,
};

/// How many posts a feed has.
const SIZE: usize = 20;

const LIMIT: i64 = 20;

/// What every feed is asked with.
pub type Asked = (State<App>, Db, PublicUrl, Uri, IfNoneMatch);

/// The newest posts of everyone.
pub async fn read_feed(asked: Asked) -> Result<Response> {
    let (app, db, url, uri, condition) = asked;
    let format = format(&app, &uri)?;
    let Newest(posts) = db
        .or_replica()
        .query_one(
            include_str!("read_posts.sql"),
            params![None::<i64>, None::<connectly_types::PostId>, LIMIT, true, VERSION],
        )
        .await?;
    let title = SITE.to_owned();
    let (description, path) = (DESCRIPTION.to_owned(), paths::FEED.to_owned());
    answer(format, &Feed { title, description, path, url: &url, posts: &posts.posts }, &condition)
}

/// The newest posts of an author.
pub async fn read_author_feed(
    asked: Asked,
    handle: Result<Path<String>, PathRejection>,
) -> Result<Response> {
    let (app, db, url, uri, condition) = asked;
    let format = format(&app, &uri)?;
    let handle = plain(handle)?;
    let found: OfAuthor = db
        .or_replica()
        .query_one(
            include_str!("read_author_page.sql"),
            params![
                handle.as_str(),
                1_i64,
                None::<i64>,
                None::<connectly_types::PostId>,
                LIMIT,
                true,
                VERSION,
            ],
        )
        .await?;
    let author = found.author.ok_or(Error::NotFound)?;
    let path = author.path();
    if author.handle != handle {
        return redirect::permanently(&address::of_feed(&path, format.ending));
    }
    let title = format!("{} – {SITE}", author.name());
    let description = author.bio.clone().unwrap_or_else(|| format!("Posts by {}.", author.name()));
    let posts = &found.posts.posts;
    answer(format, &Feed { title, description, path, url: &url, posts }, &condition)
}

/// The newest posts with a tag.
pub async fn read_tag_feed(
    asked: Asked,
    tag: Result<Path<String>, PathRejection>,
) -> Result<Response> {
    let (app, db, url, uri, condition) = asked;
    let format = format(&app, &uri)?;
    let tag = plain(tag)?;
    let found: OfTag = db
        .or_replica()
        .query_one(
            include_str!("read_tag_page.sql"),
            params![
                folded(&tag),
                None::<i64>,
                None::<connectly_types::PostId>,
                LIMIT,
                true,
                VERSION,
            ],
        )
        .await?;
    let label = found.label.ok_or(Error::NotFound)?;
    let path = address::of_tag(&found.key);
    if found.key != tag {
        return redirect::permanently(&address::of_feed(&path, format.ending));
    }
    let (title, description) = (format!("{label} – {SITE}"), format!("Posts about {label}."));
    let posts = &found.posts.posts;
    answer(format, &Feed { title, description, path, url: &url, posts }, &condition)
}

fn answer(format: &Format, feed: &Feed<'_>, condition: &IfNoneMatch) -> Result<Response> {
    let text = (format.write)(feed)?;
    Ok(reader::file(text, format.media_type, Some(feed.updated_at()), condition))
}

/// The format that an address asks for. There are feeds only where everybody may read.
fn format(app: &App, uri: &Uri) -> Result<&'static Format> {
    let ending = uri.path().rsplit('.').next().filter(|_| app.public_reads());
    FORMATS.iter().find(|format| Some(format.ending) == ending).ok_or(Error::NotFound)
}

fn plain(segment: Result<Path<String>, PathRejection>) -> Result<String> {
    let segment = segment.ok().map(|Path(text)| text).filter(|text| address::is_plain(text));
    segment.ok_or(Error::NotFound)
}

struct Newest(Posts);

impl FromRow for Newest {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Posts::read(row, SIZE).map(Self)
    }
}

struct OfAuthor {
    author: Option<Author>,
    posts: Posts,
}

impl FromRow for OfAuthor {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { author: row.get_json("author")?, posts: Posts::read(row, SIZE)? })
    }
}

struct OfTag {
    key: String,
    label: Option<String>,
    posts: Posts,
}

impl FromRow for OfTag {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { key: row.get("key")?, label: row.get("label")?, posts: Posts::read(row, SIZE)? })
    }
}
