//! `POST /api/v1/user/password`

use axum::{extract::State, response::IntoResponse};
use connectly_auth::HashedPassword;
use connectly_service::{App, Author, ClientAddress, Db, Error, Result, Valid, params};
use connectly_types::{ChangePassword, Fault, operation::CHANGE_PASSWORD};

use crate::{own_credentials::OwnCredentials, user::Done};

/// How many passwords are hashed: the current one and the new one.
const HASHES: i64 = 2;

/// Changes the password. All other sessions of the account end.
///
/// Runs several statements and may try twice, for the same reasons as signing in.
pub async fn change_password(
    author: Author,
    State(app): State<App>,
    db: Db,
    address: ClientAddress,
    Valid(input): Valid<ChangePassword>,
) -> Result<impl IntoResponse> {
    let mut new_hash = None;
    for _ in 0..2 {
        let OwnCredentials { user, hash } =
            OwnCredentials::verified(author, &app, &db, &address, &input.current_password, HASHES)
                .await?;
        if input.new_password.is_personal(&user.email, user.name.as_deref()) {
            return Err(Error::Invalid { fields: vec![Fault::Personal.of("newPassword")] });
        }
        let new_hash = match &new_hash {
            Some(hash) => hash,
            None => new_hash.insert(
                HashedPassword::new(&input.new_password)
                    .map_err(|error| Error::internal(format!("password: {error}")))?,
            ),
        };
        let row: Option<Done> = db
            .query_one(
                include_str!("change_password.sql"),
                params![author.session, hash.as_str(), new_hash.as_str()],
            )
            .await?;
        if let Some(Done(true)) = row {
            return Ok(CHANGE_PASSWORD.success);
        }
    }
    Err(Error::WrongPassword)
}
