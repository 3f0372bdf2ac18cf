//! Small text files that are generated for each request.

use axum::response::{IntoResponse as _, Response};
use connectly_service::IfNoneMatch;
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, ETAG},
};

use crate::site;

/// A file with this text.
pub fn answer(text: &str, condition: &IfNoneMatch) -> Response {
    let etag = site::etag(text.as_bytes());
    let is_known = condition.matches(&etag);
    let headers = [(CACHE_CONTROL, HeaderValue::from_static("no-cache")), (ETAG, etag)];
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let media_type = HeaderValue::from_static("text/plain; charset=utf-8");
    (headers, [(CONTENT_TYPE, media_type)], text.to_owned()).into_response()
}
