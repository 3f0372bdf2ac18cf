//! Everything that can go wrong in answering a request, in the words of the application.

use connectly_types::FieldError;

/// Why a request has no success; knows nothing of HTTP.
///
/// What clients may read and what only logs may are different fields: only
/// [`Unavailable`](Error::Unavailable) and [`Internal`](Error::Internal) have a text for
/// the log, and no client ever sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The request cannot be read. The sentence says where it went wrong.
    Malformed {
        /// For the client.
        detail: String,
    },
    /// The request can be read, but has these faults.
    Invalid {
        /// For the client; at least one.
        fields: Vec<FieldError>,
    },
    /// The operation needs a token and there is none.
    NoToken,
    /// The token is not ours, has expired, or its session was ended.
    BadToken,
    /// E-mail and password do not belong together, or there is no such e-mail.
    WrongCredentials,
    /// Somebody who is signed in gave a password that is not their account's.
    WrongPassword,
    /// It is there, and somebody else's.
    Forbidden,
    /// It is not there, or not for this reader to see.
    NotFound,
    /// It is there, but this cannot be done with it.
    MethodNotAllowed,
    /// Somebody has signed up with this e-mail.
    EmailTaken,
    /// The post has changed since the client read it.
    Stale,
    /// The body is longer than [`BODY_MAX`](connectly_types::limits::BODY_MAX).
    TooLarge,
    /// The headers don't declare the body as plain JSON.
    UnsupportedMediaType {
        /// For the client: what would be right.
        detail: &'static str,
    },
    /// A rate limit was reached. Nothing was done.
    TooMany {
        /// The seconds after which to try again.
        retry_after: u64,
    },
    /// Something that this service needs does not answer, or is not set up.
    Unavailable {
        /// For the log.
        log: String,
    },
    /// As [`Unavailable`](Self::Unavailable), for those who watch the service and may know
    /// what it lacks.
    NotReady {
        /// For the client.
        detail: String,
    },
    /// A fault of our own.
    Internal {
        /// For the log.
        log: String,
    },
}

impl Error {
    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::Malformed { detail: detail.into() }
    }

    /// For what this service needs and has not got.
    pub fn unavailable(log: impl Into<String>) -> Self {
        Self::Unavailable { log: log.into() }
    }

    /// For what cannot happen, but has no type that says so.
    pub fn internal(log: impl Into<String>) -> Self {
        Self::Internal { log: log.into() }
    }
}
