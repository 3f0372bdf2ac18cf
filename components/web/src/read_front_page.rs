//! `GET` of the front page: the newest posts.

use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use connectly_service::{App, Db, DbError, FromRow, IfNoneMatch, PublicUrl, Result, Row, params};
use connectly_types::UserId;
use http::StatusCode;
use maud::{Markup, html};

use crate::{
    address,
    head::{DESCRIPTION, Head},
    list::{Look, list},
    nothing, paths, read_page, reader, redirect,
    selection::{self, PAGE, Part, Posts},
};

/// The newest posts. If reading needs an account, the app's page.
pub async fn read_front_page(
    State(app): State<App>,
    db: Db,
    url: PublicUrl,
    RawQuery(query): RawQuery,
    condition: IfNoneMatch,
) -> Result<Response> {
    if !app.public_reads() {
        return read_page::shell(&app, StatusCode::OK, &condition);
    }
    let db = db.or_replica();
    // An author's page was there once.
    if let Some(author) = address::value_in(query.as_deref(), "author").and_then(UserId::parse) {
        return to_author(&db, author).await;
    }
    let cursor = address::cursor_in(query.as_deref());
    let posts = selection::of_everyone(&db, Part::page(cursor, PAGE)).await?;
    let head = Head::of_the_front_page(&url, &address::with_cursor(paths::FEED, cursor));
    reader::page(&head, &main(&posts, cursor.is_none()), paths::FEED, &condition)
}

fn main(posts: &Posts, is_first: bool) -> Markup {
    if posts.posts.is_empty() && is_first {
        let way_on = html! {
            a.button.button-primary href=(paths::PUBLISH) { "Write the first post" }
        };
        return nothing::said("Nothing has been published yet", "Be the first.", &way_on);
    }
    html! {
        div.column {
            @if is_first {
                h1.sr-only { "Latest posts" }
                div.intro.for-guests {
                    p { (DESCRIPTION) }
                    a.button.button-primary href="/signup" { "Sign up" }
                }
            } @else {
                header.page-head { h1.page-title { "Older posts" } }
            }
            (list(posts, Look::Front, paths::FEED, is_first))
        }
    }
}

async fn to_author(db: &Db, author: UserId) -> Result<Response> {
    let Handle(handle) =
        db.query_one(include_str!("read_author_address.sql"), params![author]).await?;
    match handle {
        Some(handle) => redirect::permanently(&address::of_author(&handle)),
        None => nothing::NO_AUTHOR.answer(),
    }
}

/// An author's handle; `None` if there is no such author.
struct Handle(Option<String>);

impl FromRow for Handle {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self(row.get("handle")?))
    }
}
