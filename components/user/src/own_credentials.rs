//! The password of somebody who is signed in, asked for once more before what cannot be undone.

use connectly_auth::HashedPassword;
use connectly_service::{Author, Db, DbError, Error, FromRow, Result, Row, params};
use connectly_types::{Password, User};

use crate::user::UserRow;

/// Somebody who is signed in and has just shown the password.
pub struct OwnCredentials {
    pub user: User,
    pub hash: HashedPassword,
}

impl OwnCredentials {
    /// Who asks, if this is the password.
    pub async fn verified(author: Author, db: &Db, password: &Password) -> Result<Self> {
        let found: Option<Self> =
            db.query_one(include_str!("read_own_credentials.sql"), params![author.session]).await?;
        let found = found.ok_or(Error::BadToken)?;
        if found.hash.verify(password) { Ok(found) } else { Err(Error::WrongPassword) }
    }
}

impl FromRow for OwnCredentials {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let UserRow(user) = UserRow::from_row(row)?;
        Ok(Self { user, hash: HashedPassword::from_stored(row.get("password_hash")?) })
    }
}
