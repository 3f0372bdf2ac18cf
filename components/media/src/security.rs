//! What browsers may do with pictures.

use axum::response::Response;
use http::{
    HeaderName, HeaderValue,
    header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY},
};

const HEADERS: [(HeaderName, &str); 3] = [
    // Even if somebody opens the picture as a page, nothing in it runs.
    (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    (CONTENT_DISPOSITION, "inline"),
    // Feed readers and link previews show pictures on pages of other sites.
    (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
];

/// The same answer with the headers.
pub async fn with_headers(mut response: Response) -> Response {
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
