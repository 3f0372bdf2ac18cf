//! `GET` of the archive: its months, and the posts of each.

use axum::{
    extract::{Path, RawQuery, State, rejection::PathRejection},
    response::Response,
};
use connectly_service::{App, Db, DbError, FromRow, IfNoneMatch, PublicUrl, Result, Row, params};
use http::StatusCode;
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    address, date,
    head::{Head, SITE},
    list::titles,
    nothing::{self, NO_MONTH},
    paths, read_page, reader,
    selection::{self, Part},
};

/// How many titles a page of a month shows.
const SIZE: u32 = 50;

/// The months with posts.
pub async fn read_archive(
    State(app): State<App>,
    db: Db,
    url: PublicUrl,
    condition: IfNoneMatch,
) -> Result<Response> {
    if !app.public_reads() {
        return read_page::shell(&app, StatusCode::OK, &condition);
    }
    let Months(months) =
        db.or_replica().query_one(include_str!("read_archive.sql"), params![]).await?;
    let head = head("Archive", &url, paths::ARCHIVE);
    reader::page(&head, &list_of_months(&months), paths::ARCHIVE, &condition)
}

/// The posts of a month. The app has no such page.
pub async fn read_month(
    State(app): State<App>,
    db: Db,
    url: PublicUrl,
    month: Result<Path<(String, String)>, PathRejection>,
    RawQuery(query): RawQuery,
    condition: IfNoneMatch,
) -> Result<Response> {
    if !app.public_reads() {
        return read_page::shell(&app, StatusCode::NOT_FOUND, &condition);
    }
    let month = month.ok().and_then(|Path((year, month))| parse(&year, &month));
    let Some(month) = month else { return NO_MONTH.answer() };
    let cursor = address::cursor_in(query.as_deref());
    let posts = selection::of_month(&db.or_replica(), &month, Part::page(cursor, SIZE)).await?;
    if posts.posts.is_empty() && cursor.is_none() {
        return NO_MONTH.answer();
    }
    let (path, name) = (address::of_month(&month), date::month(&month));
    let head = head(&name, &url, &path).at(url.at(&address::with_cursor(&path, cursor)));
    let main = html! {
        div.column {
            header.page-head {
                p.kicker { a href=(paths::ARCHIVE) { "Archive" } }
                h1.page-title { (name) }
            }
            (titles(&posts.posts, true))
            @if let Some(next) = posts.next {
                nav.pages aria-label="Pages" {
                    a.button rel="next" href=(address::with_cursor(&path, Some(next))) { "Older posts" }
                }
            }
        }
    };
    reader::page(&head, &main, &path, &condition)
}

fn head(title: &str, url: &PublicUrl, path: &str) -> Head {
    Head::of_a_list(title, format!("{title}: everything published on {SITE}."), url, path)
}

fn list_of_months(months: &[Month]) -> Markup {
    if months.is_empty() {
        let way_on = html! { a.button href=(paths::FEED) { "To the front page" } };
        return nothing::said(
            "Nothing has been published yet",
            "The archive fills by itself.",
            &way_on,
        );
    }
    html! {
        div.column {
            header.page-head { h1.page-title { "Archive" } }
            ol.titles {
                @for Month { month, posts } in months {
                    li {
                        a href=(address::of_month(month)) { (date::month(month)) }
                        span.meta { (posts) (if *posts == 1 { " post" } else { " posts" }) }
                    }
                }
            }
        }
    }
}

/// `2026-11`, of a year and a month as an address has them.
fn parse(year: &str, month: &str) -> Option<String> {
    let is_number = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_month = is_number(year, 4)
        && year >= "1970"
        && is_number(month, 2)
        && ("01"..="12").contains(&month);
    is_month.then(|| format!("{year}-{month}"))
}

/// A month such as `2026-11`, and how many posts it has.
#[derive(Deserialize)]
struct Month {
    month: String,
    posts: u64,
}

struct Months(Vec<Month>);

impl FromRow for Months {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self(row.get_json("months")?.unwrap_or_default()))
    }
}
