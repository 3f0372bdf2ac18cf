//! `POST /api/v1/user/signin`

use axum::{extract::State, response::IntoResponse};
use connectly_auth::{HashedPassword, verify_unknown};
use connectly_service::{
    App, Db, DbError, Error, FromRow, Result, Row, SessionCookie, Valid, params,
};
use connectly_types::{SignIn, UserId, operation::SIGN_IN};

use crate::{session::NewSession, user::UserRow};

/// Exchanges e-mail and password for a token.
///
/// Two statements, for the hash is checked here and not in Postgres. The second one finds
/// nothing when the password was changed in between.
pub async fn sign_in(
    State(app): State<App>,
    db: Db,
    cookie: SessionCookie,
    Valid(input): Valid<SignIn>,
) -> Result<impl IntoResponse> {
    let found: Option<Credentials> =
        db.query_one(include_str!("read_credentials.sql"), params![input.email.as_str()]).await?;
    let Some(Credentials { user, hash }) = found else {
        verify_unknown(&input.password);
        return Err(Error::WrongCredentials);
    };
    if !hash.verify(&input.password) {
        return Err(Error::WrongCredentials);
    }
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
            ],
        )
        .await?;
    let UserRow(user) = row.ok_or(Error::WrongCredentials)?;

    Ok((SIGN_IN.success, session.signed_in(user, cookie)?))
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
