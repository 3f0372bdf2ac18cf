//! The answer for missing paths: a page for people, a problem document for programs.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use connectly_service::{App, Error, IfNoneMatch, Result};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header::VARY};

use crate::{accept::prefers_html, nothing::NO_PAGE, read_page};

/// Answers for a path that does not exist.
pub async fn read_nothing(
    State(app): State<App>,
    method: Method,
    condition: IfNoneMatch,
    headers: HeaderMap,
) -> Result<Response> {
    if !matches!(method, Method::GET | Method::HEAD) {
        return Err(Error::NotFound);
    }
    answer(&app, &condition, &headers)
}

/// A 404 page if a browser asks for a page, and a problem document for other clients.
pub fn answer(app: &App, condition: &IfNoneMatch, headers: &HeaderMap) -> Result<Response> {
    let mut response =
        if prefers_html(headers) { page(app, condition)? } else { Error::NotFound.into_response() };
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept"));
    Ok(response)
}

/// A 404 page: the app's, if reading needs an account.
pub fn page(app: &App, condition: &IfNoneMatch) -> Result<Response> {
    if app.public_reads() {
        NO_PAGE.answer()
    } else {
        read_page::shell(app, StatusCode::NOT_FOUND, condition)
    }
}
