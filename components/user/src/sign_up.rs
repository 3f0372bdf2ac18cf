//! `POST /api/v1/user/signup`

use connectly_auth::HashedPassword;
use connectly_service::{
    Call, ClientAddress, Error, Reply, Result, SessionCookie, UserDevice, new_id, params,
};
use connectly_types::{RateLimit, operation::SignUp};

use crate::{
    session::NewSession,
    turn::{TURN_PATIENCE, Turn},
    user::UserRow,
};

/// Creates an account and its first session, both or neither.
///
/// Two statements, because the attempt is counted before the hash is made, and even if it fails.
pub async fn sign_up(
    cookie: SessionCookie,
    UserDevice(device): UserDevice,
    address: ClientAddress,
    call: Call<SignUp>,
) -> Result<Reply<SignUp>> {
    let Call { body: input, app, db, .. } = call;
    let user = new_id();
    let session = NewSession::new(&app, user)?;
    let turn: Turn = db
        .query_one(
            include_str!("begin_sign_up.sql"),
            params![
                address.as_str(),
                app.rate(RateLimit::SignUp)?,
                app.rate(RateLimit::Hashing)?,
                TURN_PATIENCE,
            ],
        )
        .await?;
    let hash = turn
        .take(&db, || HashedPassword::new(input.password.as_password()))
        .await?
        .map_err(|error| Error::internal(format!("password: {error}")))?;

    let UserRow(user) = db
        .query_one(
            include_str!("sign_up.sql"),
            params![
                user,
                input.email.as_str(),
                input.name,
                hash.as_str(),
                session.id,
                session.validity_seconds,
                device.map(|device| device.to_string()),
            ],
        )
        .await
        .map_err(|error| error.on_constraint("users_email_key", Error::EmailTaken))?;

    session.signed_in(user, cookie)
}
