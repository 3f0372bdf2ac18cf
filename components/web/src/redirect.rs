//! Redirects for addresses that are nearly right.

use axum::response::{IntoResponse as _, Response};
use connectly_service::{Error, Result};
use http::{HeaderValue, StatusCode, Uri, header::LOCATION};

use crate::{paths, reader};

/// From a page's path with a trailing slash to the page itself.
pub async fn without_slash(uri: Uri) -> Result<Response> {
    let path = uri.path();
    to(path.strip_suffix('/').unwrap_or(path), &uri)
}

/// From the file of the app's pages to the first of them.
pub async fn to_feed(uri: Uri) -> Result<Response> {
    to(paths::FEED, &uri)
}

/// From an author's or a post's address whose `@` a client has encoded.
pub async fn with_at(uri: Uri) -> Result<Response> {
    to(&uri.path().replacen("%40", "@", 1), &uri)
}

/// From the file of the API's reference to its page.
pub async fn to_docs(uri: Uri) -> Result<Response> {
    to(paths::DOCS, &uri)
}

/// Permanently, and with the query. The path is one of ours, so it cannot lead to another site.
pub fn to(path: &str, from: &Uri) -> Result<Response> {
    let location = match from.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    permanently(&location)
}

/// Permanently, although browsers should ask now and then: addresses change.
pub fn permanently(location: &str) -> Result<Response> {
    let location = HeaderValue::try_from(location)
        .map_err(|error| Error::internal(format!("Location: {error}")))?;
    let response = (StatusCode::PERMANENT_REDIRECT, [(LOCATION, location)]).into_response();
    Ok(reader::shared(response))
}
