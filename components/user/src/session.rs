//! New sessions.

use connectly_auth::{Claims, TOKEN_VALIDITY};
use connectly_service::{App, Error, Reply, Result, SessionCookie, new_id};
use connectly_types::{Endpoint, SessionId, SetCookie, SignedIn, User, UserId};

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

    /// The answer that hands the token out: to scripts in the body, to browsers in a cookie.
    pub fn signed_in<O>(self, user: User, cookie: SessionCookie) -> Result<Reply<O>>
    where
        O: Endpoint<Headers = SetCookie, Answer = SignedIn>,
    {
        let cookie = cookie.keep(&self.jwt)?;
        Ok(Reply::with(cookie, SignedIn { jwt: self.jwt, user }))
    }
}
