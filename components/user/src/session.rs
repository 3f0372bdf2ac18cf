//! New sessions.

use axum::http::header::CACHE_CONTROL;
use axum::{Json, response::IntoResponse};
use connectly_auth::{Claims, TOKEN_VALIDITY};
use connectly_service::{App, Error, Result, SessionCookie, new_id};
use connectly_types::{SessionId, SignedIn, User, UserId};

/// A session about to be stored, with its token.
///
/// The token is made first, so that nothing is written if that fails.
pub struct NewSession {
    pub id: SessionId,
    pub validity_seconds: i64,
    jwt: String,
}

impl NewSession {
    pub fn new(app: &App, user: UserId) -> Result<Self> {
        let id = new_id();
        let jwt = app
            .token_keys()?
            .issue(Claims { user, session: id }, TOKEN_VALIDITY)
            .map_err(|error| Error::internal(format!("token: {error}")))?;
        Ok(Self { id, validity_seconds: TOKEN_VALIDITY.as_secs().cast_signed(), jwt })
    }

    /// The answer with the token, for scripts in the body and for browsers in a cookie. No cache
    /// may store it.
    pub fn signed_in(self, user: User, cookie: SessionCookie) -> Result<impl IntoResponse> {
        let cookie = cookie.keep(&self.jwt)?;
        let answer = Json(SignedIn { jwt: self.jwt, user });
        Ok((cookie, [(CACHE_CONTROL, "no-store")], answer))
    }
}
