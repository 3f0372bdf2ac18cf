//! `POST /api/v1/user/logout`

use axum::{Json, http::header::CACHE_CONTROL, response::IntoResponse};
use connectly_service::{Author, Db, Error, Result, SessionCookie, params};
use connectly_types::{LoggedOut, operation::SIGN_OUT};

/// Ends the token's session. From then on the token is dead.
pub async fn sign_out(author: Author, db: Db, cookie: SessionCookie) -> Result<impl IntoResponse> {
    let ended: Option<()> =
        db.query_one(include_str!("sign_out.sql"), params![author.session]).await?;
    ended.ok_or(Error::BadToken)?;

    let answer = Json(LoggedOut { logged_out: true });
    Ok((SIGN_OUT.success, cookie.forget()?, [(CACHE_CONTROL, "no-store")], answer))
}
