//! Extractors for what a request carries: its path, its query, its body.

use std::str::FromStr;

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use bytes::Bytes;
use connectly_types::{Fault, FromQuery, Input, InputError, parse};
use futures::future::BoxFuture;
use http::{HeaderMap, header::CONTENT_TYPE, request::Parts};

use crate::{App, Error, body};

/// The id of a post, a session, … in the path, under the name `id`.
#[derive(Clone, Copy, Debug)]
pub struct PathId<T>(pub T);

impl<T: FromStr> FromRequestParts<App> for PathId<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let text = Path::<String>::from_request_parts(parts, app).await;
        text.ok()
            .and_then(|Path(text)| text.parse().ok())
            .map(Self)
            .ok_or_else(|| Error::Invalid { fields: vec![Fault::Uuid.of("id")] })
    }
}

/// The query, read and checked.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: FromQuery> FromRequestParts<App> for Query<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        let axum::extract::Query(raw) = axum::extract::Query::<T::Raw>::try_from_uri(&parts.uri)
            .map_err(|_| {
                Error::malformed("the query cannot be read; is a parameter there twice?")
            })?;
        T::try_from(raw).map(Self).map_err(|fields| Error::Invalid { fields })
    }
}

/// The body, read and validated.
#[derive(Clone, Copy, Debug)]
pub struct Valid<T>(pub T);

impl<T: Input> FromRequest<App> for Valid<T> {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self, Error> {
        let body = json_body(request).await?;
        parse(&body).map(Self).map_err(|error| match error {
            InputError::NotAnObject(detail) => Error::Malformed { detail },
            InputError::Fields(fields) => Error::Invalid { fields },
        })
    }
}

/// What calls itself JSON and is not too long. Boxed, so that a guest holds it once and not for
/// each type of input.
fn json_body(request: Request) -> BoxFuture<'static, Result<Bytes, Error>> {
    Box::pin(async move {
        let (parts, body) = request.into_parts();
        if !is_json(&parts.headers) {
            return Err(Error::UnsupportedMediaType);
        }
        body::read(&parts.headers, body).await
    })
}

/// `application/json`, or a type built on it (RFC 6839, section 3.1), with any parameters.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let essence = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_known_by_its_media_type() {
        let headers = |value: &'static str| {
            HeaderMap::from_iter([(CONTENT_TYPE, http::HeaderValue::from_static(value))])
        };
        for good in
            ["application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json"]
        {
            assert!(is_json(&headers(good)), "{good}");
        }
        for bad in ["text/plain", "application/x-www-form-urlencoded", "text/json", "json", ""] {
            assert!(!is_json(&headers(bad)), "{bad}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
