//! The one place where an [`Error`] becomes an answer: problem+json (RFC 9457).

use axum::response::{IntoResponse, Response};
use connectly_types::{Problem, ProblemKind};
use http::{
    HeaderName, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
};

use crate::{Error, cookie::DeadToken, log::LogMessage};

/// Seconds after which a client may try again. A restarted Postgres answers by then.
const RETRY_SECONDS: HeaderValue = HeaderValue::from_static("5");

impl IntoResponse for Error {
    /// The text for the log is passed on as an extension.
    fn into_response(self) -> Response {
        let log_message = match &self {
            Self::Unavailable { log } | Self::Internal { log } => Some(LogMessage(log.clone())),
            _ => None,
        };
        let is_dead = self == Self::BadToken;
        let header = self.header();
        let (status, problem) = self.into_problem();
        // A struct of strings and numbers always serializes.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let headers = [
            (CONTENT_TYPE, HeaderValue::from_static("application/problem+json")),
            (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        let mut response = (status, headers, body).into_response();
        response.headers_mut().extend(header);
        if is_dead {
            response.extensions_mut().insert(DeadToken);
        }
        if let Some(message) = log_message {
            response.extensions_mut().insert(message);
        }
        response
    }
}

impl Error {
    fn into_problem(self) -> (StatusCode, Problem) {
        let kind = self.kind();
        let (detail, fields) = match self {
            Self::Malformed { detail } => (detail, Vec::new()),
            Self::Invalid { fields } => {
                let messages: Vec<_> = fields.iter().map(|field| field.message.as_str()).collect();
                (messages.join("; "), fields)
            }
            Self::NoToken => {
                let detail = "this needs the header Authorization: Bearer <jwt>, with the jwt of \
                              signing in";
                (detail.to_owned(), Vec::new())
            }
            Self::NotReady { detail } | Self::NoRoom { detail } => (detail, Vec::new()),
            Self::UnsupportedMediaType { detail } | Self::BadPicture { detail } => {
                (detail.to_owned(), Vec::new())
            }
            _ => (kind.detail.to_owned(), Vec::new()),
        };
        (kind.status, kind.with(detail, fields))
    }

    fn kind(&self) -> ProblemKind {
        match self {
            Self::Malformed { .. } | Self::Invalid { .. } => ProblemKind::INVALID,
            Self::NoToken | Self::BadToken => ProblemKind::NOT_LOGGED_IN,
            Self::WrongCredentials => ProblemKind::WRONG_CREDENTIALS,
            Self::WrongPassword => ProblemKind::WRONG_PASSWORD,
            Self::Forbidden => ProblemKind::NOT_YOURS,
            Self::NotFound => ProblemKind::NOT_FOUND,
            Self::MethodNotAllowed => ProblemKind::METHOD_NOT_ALLOWED,
            Self::EmailTaken => ProblemKind::EMAIL_TAKEN,
            Self::HandleTaken => ProblemKind::HANDLE_TAKEN,
            Self::NotPublished => ProblemKind::NOT_PUBLISHED,
            Self::Stale => ProblemKind::STALE,
            Self::TooLarge => ProblemKind::TOO_LARGE,
            Self::UnsupportedMediaType { .. } => ProblemKind::NOT_JSON,
            Self::PictureTooLarge => ProblemKind::PICTURE_TOO_LARGE,
            Self::NotAPicture => ProblemKind::NOT_A_PICTURE,
            Self::BadPicture { .. } => ProblemKind::BAD_PICTURE,
            Self::NoRoom { .. } => ProblemKind::NO_ROOM,
            Self::PictureInUse => ProblemKind::PICTURE_IN_USE,
            Self::TooMany { .. } => ProblemKind::TOO_MANY,
            Self::Unavailable { .. } | Self::NotReady { .. } => ProblemKind::UNAVAILABLE,
            Self::Internal { .. } => ProblemKind::INTERNAL,
        }
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
            Self::TooMany { retry_after } => Some((RETRY_AFTER, (*retry_after).into())),
            Self::Unavailable { .. } | Self::NotReady { .. } => Some((RETRY_AFTER, RETRY_SECONDS)),
            _ => None,
        }
    }
}
