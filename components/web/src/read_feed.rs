//! `GET` of a feed: of the site, an author or a tag.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use connectly_service::{App, Db, Error, IfNoneMatch, PublicUrl, Result};
use http::Uri;

use crate::{
    address,
    feed::{FORMATS, Feed, Format},
    head::{DESCRIPTION, SITE},
    paths, reader, redirect,
    selection::{self, Part},
};

/// The posts of a feed, with all of their text.
const PART: Part = Part { cursor: None, size: 20, with_text: true };

/// What every feed is asked with.
pub type Asked = (State<App>, Db, PublicUrl, Uri, IfNoneMatch);

/// The newest posts of everyone.
pub async fn read_feed(asked: Asked) -> Result<Response> {
    let (app, db, url, uri, condition) = asked;
    let format = format(&app, &uri)?;
    let posts = &selection::of_everyone(&db.or_replica(), PART).await?.posts;
    let (title, path) = (SITE.to_owned(), paths::FEED.to_owned());
    let description = DESCRIPTION.to_owned();
    answer(format, &Feed { title, description, path, url: &url, posts }, &condition)
}

/// The newest posts of an author.
pub async fn read_author_feed(
    asked: Asked,
    handle: Result<Path<String>, PathRejection>,
) -> Result<Response> {
    let (app, db, url, uri, condition) = asked;
    let (format, handle) = (format(&app, &uri)?, address::segment(handle).ok_or(Error::NotFound)?);
    let found = selection::of_author(&db.or_replica(), &handle, PART).await?;
    let (author, posts) = found.ok_or(Error::NotFound)?;
    let path = author.path();
    if author.handle != handle {
        return redirect::permanently(&address::of_feed(&path, format.ending));
    }
    let name = author.name();
    let title = format!("{name} – {SITE}");
    let description = author.bio.clone().unwrap_or_else(|| format!("Posts by {name}."));
    answer(format, &Feed { title, description, path, url: &url, posts: &posts.posts }, &condition)
}

/// The newest posts with a tag.
pub async fn read_tag_feed(
    asked: Asked,
    tag: Result<Path<String>, PathRejection>,
) -> Result<Response> {
    let (app, db, url, uri, condition) = asked;
    let (format, asked) = (format(&app, &uri)?, address::segment(tag).ok_or(Error::NotFound)?);
    let found = selection::of_tag(&db.or_replica(), &asked, PART).await?;
    let (tag, posts) = found.ok_or(Error::NotFound)?;
    let path = address::of_tag(&tag.key);
    if tag.key != asked {
        return redirect::permanently(&address::of_feed(&path, format.ending));
    }
    let (title, description) =
        (format!("{} – {SITE}", tag.label), format!("Posts about {}.", tag.label));
    answer(format, &Feed { title, description, path, url: &url, posts: &posts.posts }, &condition)
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
