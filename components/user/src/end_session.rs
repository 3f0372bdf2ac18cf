//! `DELETE /api/v1/user/sessions/{id}`

use axum::response::IntoResponse;
use connectly_service::{Author, Db, DbError, Error, FromRow, PathId, Result, Row, params};
use connectly_types::{SessionId, operation::END_SESSION};

/// Signs a device of one's own out.
pub async fn end_session(
    author: Author,
    db: Db,
    PathId(id): PathId<SessionId>,
) -> Result<impl IntoResponse> {
    let ended: Option<Option<Ended>> =
        db.query_one(include_str!("end_session.sql"), params![author.session, id]).await?;
    let Ended = ended.flatten().ok_or(Error::NotFound)?;

    Ok(END_SESSION.success)
}

/// That there was a session to end.
struct Ended;

impl FromRow for Ended {
    fn from_row(_: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self)
    }
}
