//! A user, as the statements return one.

use connectly_service::{DbError, FromRow, Row};
use connectly_types::User;

/// The columns `id`, `email` and `name`.
pub struct UserRow(pub User);

impl FromRow for UserRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self(User { id: row.get("id")?, email: row.get("email")?, name: row.get("name")? }))
    }
}
