//! `POST /api/v1/user/signin`

use connectly_auth::{HashedPassword, verify_unknown};
use connectly_service::{
    App, Call, ClientAddress, Db, DbError, Error, FromRow, Rate, Reply, Result, Row, SessionCookie,
    UserDevice, params,
};
use connectly_types::{RateLimit, SignIn, UserId, operation};

use crate::{
    session::NewSession,
    turn::{TURN_PATIENCE, Turn},
    user::UserRow,
};

/// Exchanges e-mail and password for a token.
///
/// Two statements, because the hash is checked here and not in Postgres. The first counts the
/// attempt and reads the hash. The second gives the count back and signs in. It finds nothing if
/// another hash was stored in between. That may be a new password, or the same one, hashed again
/// by a sign-in elsewhere. So everything is tried once more.
pub async fn sign_in(
    cookie: SessionCookie,
    UserDevice(device): UserDevice,
    address: ClientAddress,
    call: Call<operation::SignIn>,
) -> Result<Reply<operation::SignIn>> {
    let Call { body: input, app, db, .. } = call;
    let by_account = app.rate(RateLimit::SignIn)?;
    let by_address = app.rate(RateLimit::SignInByAddress)?;
    let attempt = Attempt { input: &input, address: address.as_str(), by_account, by_address };
    for _ in 0..2 {
        let Credentials { user, hash } = attempt.verified(&app, &db).await?;
        let new_hash =
            if hash.is_outdated() { HashedPassword::new(&input.password).ok() } else { None };
        let session = NewSession::new(&app, user)?;
        let row: Option<UserRow> = db
            .query_one(
                include_str!("sign_in.sql"),
                params![
                    input.email.as_str(),
                    address.as_str(),
                    by_account,
                    by_address,
                    user,
                    hash.as_str(),
                    new_hash.as_ref().map(HashedPassword::as_str),
                    session.id,
                    session.validity_seconds,
                    device.map(|device| device.to_string()),
                ],
            )
            .await?;
        if let Some(UserRow(user)) = row {
            return session.signed_in(user, cookie);
        }
    }
    Err(Error::WrongCredentials)
}

/// What is counted.
struct Attempt<'a> {
    input: &'a SignIn,
    address: &'a str,
    by_account: Option<Rate>,
    by_address: Option<Rate>,
}

impl Attempt<'_> {
    /// The stored credentials, if the password fits. Takes the same time if there are none.
    async fn verified(&self, app: &App, db: &Db) -> Result<Credentials> {
        let SignIn { email, password } = self.input;
        let Claimed { turn, credentials } = db
            .query_one(
                include_str!("read_credentials.sql"),
                params![
                    email.as_str(),
                    self.address,
                    self.by_account,
                    self.by_address,
                    app.rate(RateLimit::Hashing)?,
                    TURN_PATIENCE,
                    HashedPassword::verification_cost(password),
                ],
            )
            .await?;
        let verify = || match &credentials {
            Some(found) => found.hash.verify(password),
            None => verify_unknown(password),
        };
        let is_right = turn.take(db, verify).await?;
        credentials.filter(|_| is_right).ok_or(Error::WrongCredentials)
    }
}

/// What is known before the password is checked.
struct Claimed {
    turn: Turn,
    /// `None` if there is no such account.
    credentials: Option<Credentials>,
}

struct Credentials {
    user: UserId,
    hash: HashedPassword,
}

impl FromRow for Claimed {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { turn: Turn::from_row(row)?, credentials: Option::from_row(row)? })
    }
}

impl FromRow for Credentials {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self {
            user: row.get("id")?,
            hash: HashedPassword::from_stored(row.get("password_hash")?),
        })
    }
}
