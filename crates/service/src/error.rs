//! Everything that can go wrong with a request, in the application's terms.

use connectly_types::FieldError;

/// Why a request fails, independent of HTTP.
///
/// Texts for clients and texts for the log are different fields: only
/// [`Unavailable`](Error::Unavailable) and [`Internal`](Error::Internal) have a text for the log,
/// and no client ever sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The request cannot be parsed. The sentence says where.
    Malformed {
        /// For the client.
        detail: String,
    },
    /// The request can be parsed, but has these faults.
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
    /// A signed-in user gave a wrong password.
    WrongPassword,
    /// It exists, but belongs to another user.
    Forbidden,
    /// It does not exist, or this reader may not see it.
    NotFound,
    /// It exists, but does not support this method.
    MethodNotAllowed,
    /// An account with this e-mail exists.
    EmailTaken,
    /// Another account has this handle, or had it once.
    HandleTaken,
    /// The post is a draft, so it has no unpublished changes.
    NotPublished,
    /// The post has changed since the client read it.
    Stale,
    /// The body is longer than [`BODY_MAX`](connectly_types::limits::BODY_MAX).
    TooLarge,
    /// The picture is longer than [`PICTURE_MAX`](connectly_types::limits::PICTURE_MAX).
    PictureTooLarge,
    /// The body isn't declared as a picture, or isn't the kind of picture that it is declared as.
    NotAPicture,
    /// The picture can't be used.
    BadPicture {
        /// For the client: why not.
        detail: &'static str,
    },
    /// The account's pictures have no room left.
    NoRoom {
        /// For the client: how much there is.
        detail: String,
    },
    /// Something shows the picture.
    PictureInUse,
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
    /// Something that the service needs does not answer, or is not configured.
    Unavailable {
        /// For the log.
        log: String,
    },
    /// Like [`Unavailable`](Self::Unavailable), but for operators, who may know what is missing.
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

    /// For something that the service needs but lacks.
    pub fn unavailable(log: impl Into<String>) -> Self {
        Self::Unavailable { log: log.into() }
    }

    /// For what cannot happen, but is not excluded by a type.
    pub fn internal(log: impl Into<String>) -> Self {
        Self::Internal { log: log.into() }
    }
}
