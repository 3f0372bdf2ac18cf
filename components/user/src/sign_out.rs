//! `POST /api/v1/user/logout`

use connectly_service::{Call, Error, Reply, Result, SessionCookie, params};
use connectly_types::{LoggedOut, operation::SignOut};

/// Ends the token's session. From then on the token is dead.
pub async fn sign_out(cookie: SessionCookie, call: Call<SignOut>) -> Result<Reply<SignOut>> {
    let ended: Option<()> =
        call.db.query_one(include_str!("sign_out.sql"), params![call.caller]).await?;
    ended.ok_or(Error::BadToken)?;

    Ok(Reply::with(cookie.forget()?, LoggedOut { logged_out: true }))
}
