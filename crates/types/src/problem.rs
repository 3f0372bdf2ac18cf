//! Errors as clients see them.

use http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::FieldError;

/// The body of every error: `application/problem+json` (RFC 9457) with two more members, `error`
/// and `fields`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Problem {
    /// Always `about:blank`: the status says which kind of problem it is.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "schema", schemars(extend("const" = "about:blank")))]
    pub kind: String,
    /// The status' phrase.
    pub title: String,
    /// The status, repeated.
    #[cfg_attr(feature = "schema", schemars(range(min = 400, max = 599)))]
    pub status: u16,
    /// A sentence that says what was wrong and what would be right.
    pub detail: String,
    /// A short text.
    pub error: String,
    /// For invalid input: each fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
}

/// A kind of problem, with its texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemKind {
    /// The name of its constant.
    pub name: &'static str,
    /// The status.
    pub status: StatusCode,
    /// The short text, [`Problem::error`].
    pub error: &'static str,
    /// The sentence, [`Problem::detail`], if nothing more specific is known.
    pub detail: &'static str,
}

impl ProblemKind {
    /// A problem of this kind.
    #[must_use]
    pub fn with(self, detail: String, fields: Vec<FieldError>) -> Problem {
        Problem {
            kind: "about:blank".to_owned(),
            title: self.status.canonical_reason().unwrap_or_default().to_owned(),
            status: self.status.as_u16(),
            detail,
            error: self.error.to_owned(),
            fields,
        }
    }
}

macro_rules! problem_kinds {
    ($($name:ident: $status:ident, $error:literal, $detail:literal;)*) => {
        impl ProblemKind {
            $(
                #[doc = $detail]
                pub const $name: Self = Self {
                    name: stringify!($name),
                    status: StatusCode::$status,
                    error: $error,
                    detail: $detail,
                };
            )*
        }
    };
}

problem_kinds! {
    INVALID: BAD_REQUEST, "Inputs not correct",
        "the request cannot be read, or its fields have faults";
    NOT_LOGGED_IN: UNAUTHORIZED, "You are not logged in",
        "the token is not valid, has expired or was signed out; sign in again";
    WRONG_CREDENTIALS: UNAUTHORIZED, "Incorrect credentials",
        "no account has this e-mail and this password";
    WRONG_PASSWORD: FORBIDDEN, "Wrong password",
        "this is not the account's password; you are still signed in";
    NOT_YOURS: FORBIDDEN, "Not yours",
        "only its author may do this with a post";
    NOT_FOUND: NOT_FOUND, "Not found",
        "there is nothing here, or not for you to see";
    METHOD_NOT_ALLOWED: METHOD_NOT_ALLOWED, "Method not allowed",
        "this path does not support this method; see the header Allow";
    EMAIL_TAKEN: CONFLICT, "Email already taken",
        "there is an account with this e-mail; sign in, or use another one";
    HANDLE_TAKEN: CONFLICT, "Handle already taken",
        "another account has this handle, or had it once; choose another one";
    NOT_PUBLISHED: CONFLICT, "Not published",
        "this post is a draft itself; change it with PUT /api/v1/blog";
    STALE: PRECONDITION_FAILED, "Post has changed",
        "the post has another revision than If-Match names; read it again, then decide";
    TOO_LARGE: PAYLOAD_TOO_LARGE, "Body too large",
        "a body has at most 1048576 bytes";
    NOT_JSON: UNSUPPORTED_MEDIA_TYPE, "Body must be JSON",
        "send the body with Content-Type: application/json";
    NO_ROOM: CONFLICT, "No room left",
        "the account's pictures have no room left; delete some of them";
    PICTURE_IN_USE: CONFLICT, "Picture in use",
        "the picture is in a post, a draft or the profile; remove it there first";
    PICTURE_TOO_LARGE: PAYLOAD_TOO_LARGE, "Picture too large",
        "a picture has at most 10485760 bytes (10 MiB); make it smaller";
    NOT_A_PICTURE: UNSUPPORTED_MEDIA_TYPE, "Not a picture",
        "send the picture as it is, with its Content-Type: image/jpeg, image/png, image/webp, image/avif \
         or image/gif";
    BAD_PICTURE: UNPROCESSABLE_ENTITY, "Picture cannot be used",
        "the picture is damaged, cut off or has too many pixels";
    TOO_MANY: TOO_MANY_REQUESTS, "Too many requests",
        "too many requests, so nothing was done; try again after the seconds in Retry-After";
    INTERNAL: INTERNAL_SERVER_ERROR, "Internal error",
        "the service has a fault; its log says more";
    UNAVAILABLE: SERVICE_UNAVAILABLE, "Service unavailable",
        "the service cannot answer now; try again after the seconds in Retry-After";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_large_names_the_limit() {
        let limit = crate::limits::BODY_MAX.to_string();
        assert!(ProblemKind::TOO_LARGE.detail.contains(&limit));
    }
}
