//! The result of a change to a post of the caller.

use connectly_service::{DbError, Error, FromRow, IfMatch, Row};

/// The result of a statement that changes a post if the session's user may.
pub struct Change<T> {
    /// Whether the post is the session's user's; `None` when the user cannot see it.
    is_owner: Option<bool>,
    /// What the change returned, if it was made.
    changed: Option<T>,
}

impl<T> Change<T> {
    /// What was changed, or why nothing was.
    pub fn into_result(self, condition: &IfMatch) -> Result<T, Error> {
        match (self.changed, self.is_owner) {
            (Some(changed), _) => Ok(changed),
            (None, Some(false)) => Err(Error::Forbidden),
            (None, Some(true)) if condition.revisions().is_some() => Err(Error::Stale),
            // Missing, not visible, or deleted while the statement waited for the row.
            (None, _) => Err(Error::NotFound),
        }
    }
}

impl<T: FromRow> FromRow for Change<T> {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { is_owner: row.get("is_owner")?, changed: Option::from_row(row)? })
    }
}
