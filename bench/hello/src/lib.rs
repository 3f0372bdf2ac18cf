//! A component that only says hello, which shows the maximum that its host can serve.

use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Response};
use spin_sdk::http::{IntoResponse, Request};
use spin_sdk::http_service;
use spin_sdk::wasip3::http::types;

#[http_service]
async fn hello(_: Request) -> Result<types::Response, types::ErrorCode> {
    let mut response = Response::new("hello\n".to_owned());
    // Without it, the end of the body is a separate packet.
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from_static("6"));
    response.into_response()
}
