//! `POST /api/v1/user/delete`

use axum::{extract::State, response::IntoResponse};
use connectly_service::{
    App, Author, ClientAddress, Db, Error, Result, SessionCookie, Valid, params,
};
use connectly_types::{DeleteAccount, PostsLeft, operation::DELETE_ACCOUNT};

use crate::{own_credentials::OwnCredentials, user::Done};

/// Deletes the caller's account permanently.
///
/// Runs several statements and may try twice, for the same reasons as signing in.
pub async fn delete_account(
    author: Author,
    State(app): State<App>,
    db: Db,
    cookie: SessionCookie,
    address: ClientAddress,
    Valid(input): Valid<DeleteAccount>,
) -> Result<impl IntoResponse> {
    let keeps_posts = input.posts == PostsLeft::Keep;
    for _ in 0..2 {
        let OwnCredentials { hash, .. } =
            OwnCredentials::verified(author, &app, &db, &address, &input.password, 1).await?;
        let row: Option<Done> = db
            .query_one(
                include_str!("delete_account.sql"),
                params![author.session, hash.as_str(), keeps_posts],
            )
            .await?;
        if let Some(Done(true)) = row {
            return Ok((DELETE_ACCOUNT.success, cookie.forget()?));
        }
    }
    Err(Error::WrongPassword)
}
