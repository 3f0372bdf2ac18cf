//! `GET` of a page of the app: the same file for each of them.

use axum::{
    extract::{RawQuery, State},
    response::{Html, IntoResponse, Response},
};
use connectly_service::{App, IfNoneMatch, PublicUrl, Result};
use connectly_types::UserId;
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, ETAG},
};

use crate::{head::Head, paths, site};

/// A page of the app.
pub async fn read_page(State(app): State<App>, condition: IfNoneMatch) -> Result<Response> {
    answer(&Head::of_the_site(app.public_reads()), StatusCode::OK, &condition)
}

/// The feed or, with `author` in the query, one author's posts.
pub async fn read_feed_page(
    State(app): State<App>,
    url: PublicUrl,
    RawQuery(query): RawQuery,
    condition: IfNoneMatch,
) -> Result<Response> {
    let head = Head::of_the_site(app.public_reads());
    if !app.public_reads() {
        return answer(&head, StatusCode::OK, &condition);
    }
    let author = query
        .iter()
        .flat_map(|query| query.split('&'))
        .find_map(|pair| UserId::parse(pair.strip_prefix("author=")?));
    let url = match author {
        Some(author) => format!("{}?author={author}", url.at(paths::FEED)),
        None => url.at(paths::FEED),
    };
    answer(&head.at(url), StatusCode::OK, &condition)
}

/// The app's page with this head.
pub fn answer(head: &Head, status: StatusCode, condition: &IfNoneMatch) -> Result<Response> {
    let html = head.insert_into(&site::read_index()?)?;
    let etag = site::etag(html.as_bytes());
    let is_known = status == StatusCode::OK && condition.matches(&etag);
    // Revalidated each time, because a new version of the app has a new page.
    let headers = [(CACHE_CONTROL, HeaderValue::from_static("no-cache")), (ETAG, etag)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((status, headers, Html(html)).into_response())
}
