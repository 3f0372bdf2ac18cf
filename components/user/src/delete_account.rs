//! `POST /api/v1/user/delete`

use connectly_service::{Call, ClientAddress, Error, Reply, Result, SessionCookie, params};
use connectly_types::{PostsLeft, operation::DeleteAccount};

use crate::{own_credentials::OwnCredentials, user::Done};

/// Deletes the caller's account permanently.
///
/// Runs several statements and may try twice, for the same reasons as signing in.
pub async fn delete_account(
    cookie: SessionCookie,
    address: ClientAddress,
    call: Call<DeleteAccount>,
) -> Result<Reply<DeleteAccount>> {
    let Call { caller, body: input, app, db, .. } = call;
    let keeps_posts = input.posts == PostsLeft::Keep;
    for _ in 0..2 {
        let OwnCredentials { hash, .. } =
            OwnCredentials::verified(caller, &app, &db, &address, &input.password, 0).await?;
        let Done(is_done) = db
            .query_one(
                include_str!("delete_account.sql"),
                params![caller, hash.as_str(), keeps_posts],
            )
            .await?;
        if is_done {
            return Ok(Reply::with(cookie.forget()?, ()));
        }
    }
    Err(Error::WrongPassword)
}
