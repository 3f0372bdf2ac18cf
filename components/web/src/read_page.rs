//! `GET` of a page of the app: the same file for each of them.

use axum::{
    extract::State,
    response::{Html, IntoResponse, Response},
};
use connectly_service::{App, IfNoneMatch, Result};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, ETAG},
};

use crate::{head::Head, site};

/// A page of the app.
pub async fn read_page(State(app): State<App>, condition: IfNoneMatch) -> Result<Response> {
    answer(&Head::of_the_site(app.public_reads()), StatusCode::OK, &condition)
}

/// The app's page with this head.
pub fn answer(head: &Head, status: StatusCode, condition: &IfNoneMatch) -> Result<Response> {
    let html = head.insert_into(&site::read_index()?)?;
    let etag = site::etag(html.as_bytes());
    let is_known = status == StatusCode::OK && condition.matches(&etag);
    // Asked about each time: a new version of the app has a new page.
    let headers = [(CACHE_CONTROL, HeaderValue::from_static("no-cache")), (ETAG, etag)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((status, headers, Html(html)).into_response())
}
