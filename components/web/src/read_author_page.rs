//! `GET` of an author's page.

use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    response::Response,
};
use connectly_service::{App, Db, IfNoneMatch, PublicUrl, Result};
use http::StatusCode;
use maud::{Markup, html};

use crate::{
    address,
    bidi::balanced,
    head::Head,
    list::{Look, list, portrait, with_room},
    nothing::NO_AUTHOR,
    post::Author,
    read_page, reader, redirect,
    selection::{self, COUNTED, PAGE, Part, Posts},
};

/// An author and their posts. If reading needs an account, the app's page.
pub async fn read_author_page(
    State(app): State<App>,
    db: Db,
    url: PublicUrl,
    handle: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    condition: IfNoneMatch,
) -> Result<Response> {
    if !app.public_reads() {
        return read_page::shell(&app, StatusCode::OK, &condition);
    }
    let Some(handle) = address::segment(handle) else { return NO_AUTHOR.answer() };
    let cursor = address::cursor_in(query.as_deref());
    let part = Part::page(cursor, PAGE);
    let Some((author, posts)) = selection::of_author(&db.or_replica(), &handle, part).await? else {
        return NO_AUTHOR.answer();
    };
    let path = author.path();
    if author.handle != handle {
        return redirect::permanently(&path);
    }
    let head = Head::of_an_author(&author, &url).at(url.at(&address::with_cursor(&path, cursor)));
    let main = main(&author, &posts, &path, cursor.is_none());
    reader::page(&head, &main, &path, &condition)
}

fn main(author: &Author, posts: &Posts, path: &str, is_first: bool) -> Markup {
    html! {
        div.column {
            header.author-head {
                (portrait(author))
                div.author-words {
                    h1 class=(with_room("page-title", author.name())) dir="auto" {
                        (balanced(author.name()))
                    }
                    @if let Some(bio) = &author.bio { p.author-bio dir="auto" { (balanced(bio)) } }
                    (links(author))
                    p.byline {
                        span { (count(author.posts)) }
                        a.quiet-link href=(address::of_feed(path, "atom")) { "Feed" }
                    }
                }
            }
            @if posts.posts.is_empty() && is_first {
                div.state { p.state-title { "Nothing published here yet" } }
            } @else {
                (list(posts, Look::OfOneAuthor, path, is_first))
            }
        }
    }
}

/// The author's other places, which say the same of this page: `rel="me"`.
pub fn links(author: &Author) -> Markup {
    html! {
        @if !author.links.is_empty() {
            ul.author-links {
                @for link in &author.links {
                    li { a.quiet-link rel="me nofollow ugc noopener" href=(link) { (without_scheme(link)) } }
                }
            }
        }
    }
}

fn without_scheme(link: &str) -> &str {
    link.trim_start_matches("https://").trim_end_matches('/')
}

fn count(posts: u32) -> String {
    match posts {
        1 => "1 post".to_owned(),
        posts if i64::from(posts) >= COUNTED => format!("More than {} posts", COUNTED - 1),
        posts => format!("{posts} posts"),
    }
}
