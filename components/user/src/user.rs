//! Rows that several statements return.

use connectly_service::{DbError, FromRow, Row};
use connectly_types::User;

/// A user: the columns `id`, `email` and `name`.
pub struct UserRow(pub User);

impl FromRow for UserRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self(User { id: row.get("id")?, email: row.get("email")?, name: row.get("name")? }))
    }
}

/// Whether it was done: the column `is_done`.
pub struct Done(pub bool);

impl FromRow for Done {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get("is_done").map(Self)
    }
}
