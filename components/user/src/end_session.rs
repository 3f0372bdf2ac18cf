//! `DELETE /api/v1/user/sessions/{id}`

use axum::response::IntoResponse;
use connectly_service::{Author, Db, Error, PathId, Result, params};
use connectly_types::{SessionId, operation::END_SESSION};

/// Signs out one of the caller's devices.
pub async fn end_session(
    author: Author,
    db: Db,
    PathId(id): PathId<SessionId>,
) -> Result<impl IntoResponse> {
    let ended: Option<Option<()>> =
        db.query_one(include_str!("end_session.sql"), params![author.session, id]).await?;
    ended.flatten().ok_or(Error::NotFound)?;

    Ok(END_SESSION.success)
}
