//! `POST /api/v1/user/password`

use connectly_auth::HashedPassword;
use connectly_service::{Call, ClientAddress, Error, Reply, Result, params};
use connectly_types::{Fault, operation::ChangePassword};

use crate::{own_credentials::OwnCredentials, user::Done};

/// Hashes made after the current password is verified: one, of the new password.
const MORE_HASHES: i64 = 1;

/// Changes the password. All other sessions of the account end.
///
/// Runs several statements and may try twice, for the same reasons as signing in.
pub async fn change_password(
    address: ClientAddress,
    call: Call<ChangePassword>,
) -> Result<Reply<ChangePassword>> {
    let Call { caller, body: input, app, db, .. } = call;
    let mut new_hash = None;
    for _ in 0..2 {
        let OwnCredentials { email, name, hash, .. } = OwnCredentials::verified(
            caller,
            &app,
            &db,
            &address,
            &input.current_password,
            MORE_HASHES,
        )
        .await?;
        if input.new_password.is_personal(&email, name.as_deref()) {
            return Err(Error::Invalid { fields: vec![Fault::Personal.of("newPassword")] });
        }
        let new_hash = match &new_hash {
            Some(hash) => hash,
            None => new_hash.insert(
                HashedPassword::new(input.new_password.as_password())
                    .map_err(|error| Error::internal(format!("password: {error}")))?,
            ),
        };
        let Done(is_done) = db
            .query_one(
                include_str!("change_password.sql"),
                params![caller, hash.as_str(), new_hash.as_str()],
            )
            .await?;
        if is_done {
            return Ok(Reply::done());
        }
    }
    Err(Error::WrongPassword)
}
