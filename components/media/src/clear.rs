//! Clearing away what nobody needs any more.

use connectly_service::{App, Db, DbError, FromRow, Row, params};

/// Deletes some unused pictures, of all users.
///
/// If that fails, the next upload tries again.
pub async fn clear(_app: &App, db: &Db) {
    let _: Result<Cleared, DbError> =
        db.query_one(include_str!("clear_pictures.sql"), params![]).await;
}

struct Cleared;

impl FromRow for Cleared {
    fn from_row(_: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self)
    }
}
