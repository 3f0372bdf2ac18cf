//! `POST /api/v1/user/signin`

use axum::{extract::State, response::IntoResponse};
use connectly_auth::{HashedPassword, verify_unknown};
use connectly_service::{
    App, Db, DbError, Error, FromRow, Result, Row, SessionCookie, UserDevice, Valid, params,
};
use connectly_types::{SignIn, UserId, operation::SIGN_IN};

use crate::{session::NewSession, user::UserRow};

/// How many expired sessions, of anybody's, a sign-in clears away: far more than it makes, so
/// that they get fewer, and few enough not to be felt.
const EXPIRED_AT_ONCE: i64 = 100;

/// Exchanges e-mail and password for a token.
///
/// Two statements, for the hash is checked here and not in Postgres. The second one finds
/// nothing when another hash was stored in between. That may be a new password, or the same
/// one, hashed anew for somebody who signs in elsewhere: so all is done once more.
pub async fn sign_in(
    State(app): State<App>,
    db: Db,
    cookie: SessionCookie,
    UserDevice(device): UserDevice,
    Valid(input): Valid<SignIn>,
) -> Result<impl IntoResponse> {
    for _ in 0..2 {
        let Credentials { user, hash } = verified(&db, &input).await?;
        let new_hash =
            if hash.is_outdated() { HashedPassword::new(&input.password).ok() } else { None };
        let session = NewSession::new(&app, user)?;
        let row: Option<UserRow> = db
            .query_one(
                include_str!("sign_in.sql"),
                params![
                    user,
                    hash.as_str(),
                    new_hash.as_ref().map(HashedPassword::as_str),
                    session.id,
                    session.validity_seconds,
                    device.map(|device| device.to_string()),
                    EXPIRED_AT_ONCE,
                ],
            )
            .await?;
        if let Some(UserRow(user)) = row {
            return Ok((SIGN_IN.success, session.signed_in(user, cookie)?));
        }
    }
    Err(Error::WrongCredentials)
}

/// The stored credentials, if the password fits. Takes the same time if there are none.
async fn verified(db: &Db, input: &SignIn) -> Result<Credentials> {
    let found: Option<Credentials> =
        db.query_one(include_str!("read_credentials.sql"), params![input.email.as_str()]).await?;
    match found {
        Some(found) if found.hash.verify(&input.password) => Ok(found),
        Some(_) => Err(Error::WrongCredentials),
        None => {
            verify_unknown(&input.password);
            Err(Error::WrongCredentials)
        }
    }
}

struct Credentials {
    user: UserId,
    hash: HashedPassword,
}

impl FromRow for Credentials {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self {
            user: row.get("id")?,
            hash: HashedPassword::from_stored(row.get("password_hash")?),
        })
    }
}
