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

/// The file of all the app's pages.
const INDEX: &str = "/index.html";

/// A page of the app.
pub async fn read_page(State(app): State<App>, condition: IfNoneMatch) -> Result<Response> {
    shell(&app, StatusCode::OK, &condition)
}

/// The app's page, which asks the API for everything.
pub fn shell(app: &App, status: StatusCode, condition: &IfNoneMatch) -> Result<Response> {
    let html = Head::of_the_site(app.public_reads()).insert_into(&site::read_page(INDEX)?)?;
    let etag = site::etag(html.as_bytes());
    let is_known = status == StatusCode::OK && condition.matches(&etag);
    // Revalidated each time, because a new version of the app has a new page.
    let headers = [(CACHE_CONTROL, HeaderValue::from_static("private, no-cache")), (ETAG, etag)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((status, headers, Html(html)).into_response())
}
