//! The one place where an [`Error`] becomes an answer: problem+json (RFC 9457).

use axum::response::{IntoResponse, Response};
use connectly_types::{Problem, limits::BODY_MAX};
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
};

use crate::Error;

/// Seconds after which a client may try again: by then a restarted Postgres answers.
const RETRY_SECONDS: HeaderValue = HeaderValue::from_static("5");

impl IntoResponse for Error {
    /// Writes the log, where there is something to write: each error comes here once.
    fn into_response(self) -> Response {
        if let Self::Unavailable { log } | Self::Internal { log } = &self {
            eprintln!("error: {log}");
        }
        let (status, error, detail, header) = self.describe();
        let fields = match self {
            Self::Invalid { fields } => fields,
            _ => Vec::new(),
        };
        let problem = Problem {
            kind: "about:blank".to_owned(),
            title: status.canonical_reason().unwrap_or_default().to_owned(),
            status: status.as_u16(),
            detail,
            error: error.to_owned(),
            fields,
        };
        // A struct of strings and numbers always serializes.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("application/problem+json")),
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        let mut response = (status, headers, body).into_response();
        response.headers_mut().extend(header);
        response
    }
}

impl Error {
    /// Status, short text, sentence, and the header that goes with the status.
    fn describe(&self) -> (StatusCode, &'static str, String, Option<(HeaderName, HeaderValue)>) {
        let (status, error, detail) = match self {
            Self::Malformed { detail } => {
                (StatusCode::BAD_REQUEST, "Inputs not correct", detail.as_str())
            }
            Self::Invalid { fields } => {
                let messages: Vec<_> = fields.iter().map(|field| field.message.as_str()).collect();
                let detail = messages.join("; ");
                return (StatusCode::BAD_REQUEST, "Inputs not correct", detail, None);
            }
            Self::NoToken => (
                StatusCode::UNAUTHORIZED,
                "You are not logged in",
                "this needs the header Authorization: Bearer <jwt>, with the jwt of signing in",
            ),
            Self::BadToken => (
                StatusCode::UNAUTHORIZED,
                "You are not logged in",
                "the token is not valid, or no longer; sign in again",
            ),
            Self::WrongCredentials => (
                StatusCode::UNAUTHORIZED,
                "Incorrect credentials",
                "no account has this e-mail and this password",
            ),
            Self::CrossSite => (
                StatusCode::FORBIDDEN,
                "Cross-site request",
                "a page of another site cannot use the session cookie; use Authorization",
            ),
            Self::Forbidden => {
                (StatusCode::FORBIDDEN, "Not yours", "only its author may do this with a post")
            }
            Self::NotFound => {
                (StatusCode::NOT_FOUND, "Not found", "there is nothing here, or not for you to see")
            }
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "Method not allowed",
                "this path knows other methods; the header Allow lists them",
            ),
            Self::EmailTaken => (
                StatusCode::CONFLICT,
                "Email already taken",
                "there is an account with this e-mail; sign in, or use another one",
            ),
            Self::Stale => (
                StatusCode::PRECONDITION_FAILED,
                "Post has changed",
                "the post is not the one that If-Match names; read it again, then decide",
            ),
            Self::TooLarge => {
                let detail = format!("a body has at most {BODY_MAX} bytes");
                return (StatusCode::PAYLOAD_TOO_LARGE, "Body too large", detail, None);
            }
            Self::UnsupportedMediaType => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "Body must be JSON",
                "send the body with Content-Type: application/json",
            ),
            Self::Unavailable { .. } => (
                StatusCode::SERVICE_UNAVAILABLE,
                "Service unavailable",
                "the service cannot answer now; try again after the seconds in Retry-After",
            ),
            Self::Internal { .. } => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Internal error",
                "a fault of the service; its log says more",
            ),
        };
        (status, error, detail.to_owned(), self.header())
    }

    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::NoToken | Self::WrongCredentials => {
                Some((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"connectly\"")))
            }
            // RFC 6750, section 3.1.
            Self::BadToken => Some((
                WWW_AUTHENTICATE,
                HeaderValue::from_static("Bearer realm=\"connectly\", error=\"invalid_token\""),
            )),
            Self::Unavailable { .. } => Some((RETRY_AFTER, RETRY_SECONDS)),
            _ => None,
        }
    }
}
