//! `GET` of the page of a tag.

use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    response::Response,
};
use connectly_markdown::VERSION;
use connectly_service::{App, Db, DbError, FromRow, IfNoneMatch, PublicUrl, Result, Row, params};
use http::StatusCode;
use maud::html;

use crate::{
    address,
    bidi::{balanced, isolated},
    head::{Head, SITE},
    list::{Look, list, with_room},
    nothing::NO_TAG,
    post::{PAGE, PAGE_AND_ONE, Posts},
    read_page, reader, redirect,
};

/// The newest posts with a tag. If reading needs an account, the app's page.
pub async fn read_tag_page(
    State(app): State<App>,
    db: Db,
    url: PublicUrl,
    tag: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    condition: IfNoneMatch,
) -> Result<Response> {
    if !app.public_reads() {
        return read_page::shell(&app, StatusCode::OK, &condition);
    }
    let Some(tag) = tag.ok().map(|Path(tag)| tag).filter(|text| address::is_plain(text)) else {
        return NO_TAG.answer();
    };
    let cursor = address::cursor_in(query.as_deref());
    let found: Found = db
        .or_replica()
        .query_one(
            include_str!("read_tag_page.sql"),
            params![
                folded(&tag),
                cursor.map(|cursor| cursor.time),
                cursor.map(|cursor| cursor.id),
                PAGE_AND_ONE,
                false,
                VERSION,
            ],
        )
        .await?;
    let Some(label) = found.label.filter(|_| !found.posts.posts.is_empty()) else {
        return NO_TAG.answer();
    };
    let path = address::of_tag(&found.key);
    if found.key != tag {
        return redirect::permanently(&path);
    }
    let description = format!("Posts about {} on {SITE}.", isolated(&label));
    let head = Head::of_a_list(&label, description, &url, &path)
        .at(url.at(&address::with_cursor(&path, cursor)));
    let main = html! {
        div.column {
            header.page-head {
                p.kicker { "Posts about" }
                h1 class=(with_room("page-title", &label)) dir="auto" { (balanced(&label)) }
                a.quiet-link href=(address::of_feed(&path, "atom")) { "Feed" }
            }
            (list(&found.posts, Look::Even, &path, cursor.is_none()))
        }
    };
    reader::page(&head, &main, &path, &condition)
}

/// A tag without the difference of case, as `connectly_types::Tag` has it. The statement composes its
/// letters.
pub fn folded(tag: &str) -> String {
    tag.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

/// A tag, and a page of its posts.
struct Found {
    key: String,
    label: Option<String>,
    posts: Posts,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { key: row.get("key")?, label: row.get("label")?, posts: Posts::read(row, PAGE)? })
    }
}
