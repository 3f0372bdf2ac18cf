//! `DELETE /api/v1/user/sessions/{id}`

use connectly_service::{Call, Error, Reply, Result, params};
use connectly_types::operation::EndSession;

/// Signs out one of the caller's devices.
pub async fn end_session(call: Call<EndSession>) -> Result<Reply<EndSession>> {
    let parameters = params![call.caller, call.path];
    let ended: Option<()> = call.db.query_one(include_str!("end_session.sql"), parameters).await?;
    ended.ok_or(Error::NotFound)?;

    Ok(Reply::done())
}
