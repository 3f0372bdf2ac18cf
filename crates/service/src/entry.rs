//! From the host to a component's router and back.

use std::{convert::Infallible, sync::OnceLock, time::Instant};

use axum::{BoxError, Router, body::Body, response::IntoResponse as _};
use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Response, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
};
use tower_service::Service as _;

use crate::{
    App, Error, body,
    compression::Wishes,
    cookie, cors, log,
    request_id::{RequestId, X_REQUEST_ID},
};

/// Answers one request; `None` is one that the host cannot read. Every fault of the request, the
/// configuration or the database becomes an answer.
pub(crate) async fn answer<B>(
    request: Option<http::Request<B>>,
    router: fn() -> Router<App>,
) -> Response<Body>
where
    B: http_body::Body<Data = Bytes> + Send + Unpin + 'static,
    B::Error: Into<BoxError>,
{
    let begin = Instant::now();
    let id = RequestId::of(request.as_ref().map(http::Request::headers));
    let Some(request) = request else {
        let response = Error::malformed("the request cannot be read").into_response();
        log::write(&id, begin, &response);
        return with_common_headers(response, &id);
    };
    let wishes = Wishes::of(request.method(), request.headers());
    let (parts, body) = request.into_parts();
    let cookie = cookie::counted(&parts);
    let (request, left) = body::lend(http::Request::from_parts(parts, body));
    let mut response = routed(request, router).await.unwrap_or_else(Error::into_response);
    cookie::forget_dead(cookie, &mut response);
    let response = wishes.fulfil(response).await;
    log::write(&id, begin, &response);
    left.drop_after_reading().await;
    with_common_headers(response, &id)
}

async fn routed<B>(
    request: http::Request<B>,
    router: fn() -> Router<App>,
) -> Result<Response<Body>, Error>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    let answer: Result<_, Infallible> = instance(router).await?.call(request).await;
    match answer {
        Ok(response) => Ok(without_length_of_nothing(response)),
        Err(never) => match never {},
    }
}

/// Adds the headers of every answer. A component that shows pages has already set its own.
fn with_common_headers(mut response: Response<Body>, id: &RequestId) -> Response<Body> {
    const STRICT: [(HeaderName, &str); 3] = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    let headers = response.headers_mut();
    for (name, value) in STRICT {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    headers.insert(X_REQUEST_ID, id.header_value());
    response
}

/// Removes the `Content-Length: 0` that axum adds, if RFC 9110, section 8.6, forbids it.
fn without_length_of_nothing(mut response: Response<Body>) -> Response<Body> {
    if matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    response
}

/// The router with its configuration, made once for each instance.
///
/// Requests that arrive while the first one reads the variables read them too. That costs a few
/// host calls; waiting would need a lock across an await.
async fn instance(router: fn() -> Router<App>) -> Result<Router, Error> {
    static INSTANCE: OnceLock<Router> = OnceLock::new();

    if let Some(service) = INSTANCE.get() {
        return Ok(service.clone());
    }
    let app = App::from_variables().await?;
    let mut service = router()
        .fallback(async || Error::NotFound)
        .method_not_allowed_fallback(async || Error::MethodNotAllowed);
    if !app.cors_origins().is_empty() {
        service = service.layer(cors::layer(app.cors_origins().to_vec()));
    }
    let service = service.with_state(app);
    Ok(INSTANCE.get_or_init(|| service).clone())
}
