//! Small text files that are generated for each request.

use axum::response::Response;
use connectly_service::IfNoneMatch;
use http::HeaderValue;

use crate::reader;

/// A file with this text.
pub fn answer(text: String, condition: &IfNoneMatch) -> Response {
    let caching = HeaderValue::from_static("no-cache");
    reader::answer(text, "text/plain; charset=utf-8", caching, condition)
}
