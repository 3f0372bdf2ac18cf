//! The repeated password of a signed-in user, required before changes that cannot be undone.

use connectly_auth::HashedPassword;
use connectly_service::{App, ClientAddress, Db, DbError, Error, FromRow, Result, Row, params};
use connectly_types::{ClaimedSession, Password, RateLimit, UserId};

use crate::{
    turn::{TURN_PATIENCE, Turn},
    user::Done,
};

/// A signed-in user who has just given the right password.
pub struct OwnCredentials {
    pub id: UserId,
    pub email: String,
    pub name: Option<String>,
    pub hash: HashedPassword,
}

/// What is known before the password is checked.
struct Claimed {
    turn: Turn,
    credentials: OwnCredentials,
}

impl OwnCredentials {
    /// The caller, if this is their password. `hashes` is how many passwords are hashed here and
    /// afterwards.
    pub async fn verified(
        caller: ClaimedSession,
        app: &App,
        db: &Db,
        address: &ClientAddress,
        password: &Password,
        more_hashes: i64,
    ) -> Result<Self> {
        let by_user = app.rate(RateLimit::PasswordCheck)?;
        let Claimed { turn, credentials } = db
            .query_one(
                include_str!("read_own_credentials.sql"),
                params![
                    caller,
                    address.as_str(),
                    by_user,
                    HashedPassword::verification_cost(password) + more_hashes,
                    app.rate(RateLimit::Hashing)?,
                    TURN_PATIENCE,
                ],
            )
            .await?;
        if !turn.take(db, || credentials.hash.verify(password)).await? {
            return Err(Error::WrongPassword);
        }
        let parameters = params![credentials.id, by_user];
        let _: Done = db.query_one(include_str!("end_password_check.sql"), parameters).await?;
        Ok(credentials)
    }
}

impl FromRow for Claimed {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let credentials = OwnCredentials {
            id: row.get("id")?,
            email: row.get("email")?,
            name: row.get("name")?,
            hash: HashedPassword::from_stored(row.get("password_hash")?),
        };
        Ok(Self { turn: Turn::from_row(row)?, credentials })
    }
}
