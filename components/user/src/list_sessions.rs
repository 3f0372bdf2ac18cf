//! `GET /api/v1/user/sessions`

use axum::{Json, http::header::CACHE_CONTROL, response::IntoResponse};
use connectly_service::{Author, Db, DbError, FromRow, Result, Row, params};
use connectly_types::{Session, Sessions, limits::SESSIONS_MAX, operation::LIST_SESSIONS};

/// Lists where the user is signed in.
pub async fn list_sessions(author: Author, db: Db) -> Result<impl IntoResponse> {
    let sessions = sessions_of(author, &db).await?;

    Ok((LIST_SESSIONS.success, [(CACHE_CONTROL, "no-store")], Json(Sessions { sessions })))
}

/// The caller's sessions.
pub async fn sessions_of(author: Author, db: &Db) -> Result<Vec<Session>> {
    let limit = i64::from(SESSIONS_MAX);
    let rows: Vec<SessionRow> =
        db.query(include_str!("list_sessions.sql"), params![author.session, limit]).await?;
    Ok(rows.into_iter().map(|SessionRow(session)| session).collect())
}

struct SessionRow(Session);

impl FromRow for SessionRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self(Session {
            id: row.get("id")?,
            created_at: row.get("created_at")?,
            last_used_at: row.get("last_used_at")?,
            device: row.get("device")?,
            current: row.get("is_current")?,
        }))
    }
}
