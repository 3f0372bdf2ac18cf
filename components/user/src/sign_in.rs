//! `POST /api/v1/user/signin`

use connectly_auth::{HashedPassword, verify_unknown};
use connectly_service::{
    App, Call, ClientAddress, Db, DbError, Error, FromRow, Reply, Result, Row, SessionCookie,
    UserDevice, params,
};
use connectly_types::{RateLimit, SignIn, UserId, operation};

use crate::{
    session::NewSession,
    turn::{TURN_PATIENCE, Turn},
    user::{Done, UserRow},
};

/// How many expired sessions, of all users, a sign-in deletes: far more than it makes, so that
/// their number falls, and few enough not to slow it down.
const EXPIRED_AT_ONCE: i64 = 100;

/// Exchanges e-mail and password for a token.
///
/// Three statements, because the hash is checked here and not in Postgres. The first counts the
/// attempt and reads the hash, the second gives the count back, and the third signs in. The third
/// finds nothing if another hash was stored in between. That may be a new password, or the same
/// one, hashed again by a sign-in elsewhere. So everything is tried once more.
pub async fn sign_in(
    cookie: SessionCookie,
    UserDevice(device): UserDevice,
    address: ClientAddress,
    call: Call<operation::SignIn>,
) -> Result<Reply<operation::SignIn>> {
    let Call { body: input, app, db, .. } = call;
    for _ in 0..2 {
        let Credentials { user, hash } = verified(&app, &db, &address, &input).await?;
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
            return session.signed_in(user, cookie);
        }
    }
    Err(Error::WrongCredentials)
}

/// The stored credentials, if the password fits. Takes the same time if there are none.
async fn verified(
    app: &App,
    db: &Db,
    address: &ClientAddress,
    input: &SignIn,
) -> Result<Credentials> {
    let (email, address) = (input.email.as_str(), address.as_str());
    let by_account = app.rate(RateLimit::SignIn)?;
    let by_address = app.rate(RateLimit::SignInByAddress)?;
    let hashing = app.rate(RateLimit::Hashing)?;
    let hashes = HashedPassword::verification_cost(&input.password);
    let Claimed { turn, credentials } = db
        .query_one(
            include_str!("read_credentials.sql"),
            params![email, address, by_account, by_address, hashing, TURN_PATIENCE, hashes],
        )
        .await?;
    let verify = || match &credentials {
        Some(found) => found.hash.verify(&input.password),
        None => verify_unknown(&input.password),
    };
    let is_right = turn.take(db, verify).await?;
    let credentials = credentials.filter(|_| is_right).ok_or(Error::WrongCredentials)?;
    let parameters = params![email, address, by_account, by_address];
    let _: Done = db.query_one(include_str!("end_sign_in.sql"), parameters).await?;
    Ok(credentials)
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
