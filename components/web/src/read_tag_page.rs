//! `GET` of the page of a tag.

use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    response::Response,
};
use connectly_service::{App, Db, IfNoneMatch, PublicUrl, Result};
use http::StatusCode;
use maud::html;

use crate::{
    address,
    bidi::{balanced, isolated},
    head::{Head, SITE},
    list::{Look, list, with_room},
    nothing::NO_TAG,
    read_page, reader, redirect,
    selection::{self, PAGE, Part, Tag},
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
    let Some(asked) = address::segment(tag) else { return NO_TAG.answer() };
    let cursor = address::cursor_in(query.as_deref());
    let found = selection::of_tag(&db.or_replica(), &asked, Part::page(cursor, PAGE)).await?;
    let Some((Tag { key, label }, posts)) = found.filter(|(_, posts)| !posts.posts.is_empty())
    else {
        return NO_TAG.answer();
    };
    let path = address::of_tag(&key);
    if key != asked {
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
            (list(&posts, Look::Even, &path, cursor.is_none()))
        }
    };
    reader::page(&head, &main, &path, &condition)
}
