//! `GET /api/v1/user/sessions`

use connectly_service::{Call, Db, DbError, FromRow, Reply, Result, Row, params};
use connectly_types::{
    ClaimedSession, Session, Sessions, limits::SESSIONS_MAX, operation::ListSessions,
};

/// Lists where the user is signed in.
pub async fn list_sessions(call: Call<ListSessions>) -> Result<Reply<ListSessions>> {
    let sessions = sessions_of(call.caller, &call.db).await?;

    Ok(Reply::new(Sessions { sessions }))
}

/// The caller's sessions.
pub async fn sessions_of(caller: ClaimedSession, db: &Db) -> Result<Vec<Session>> {
    let limit = i64::from(SESSIONS_MAX);
    let rows: Vec<SessionRow> =
        db.query(include_str!("list_sessions.sql"), params![caller, limit]).await?;
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
