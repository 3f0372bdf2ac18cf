//! Requests to other servers.

use axum::body::Body;
use bytes::Bytes;
use http_body_util::Full;

use super::sdk;

/// See `host::send`.
pub(crate) async fn send(request: http::Request<Bytes>) -> Result<http::Response<Body>, String> {
    let response = sdk::http::send(request.map(Full::new)).await;
    response.map(|response| response.map(Body::new)).map_err(|error| error.to_string())
}
