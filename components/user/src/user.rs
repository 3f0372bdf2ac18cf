//! Rows that several statements return.

use connectly_service::{DbError, FromRow, Row};
use connectly_types::{User, UserId};
use serde::Deserialize;

/// A user: the columns `id`, `email`, `name` and `profile`.
pub struct UserRow(pub User);

/// The column `profile`: what readers see of a user besides the name, as JSON.
#[derive(Deserialize)]
pub struct Profile {
    handle: String,
    bio: Option<String>,
    links: Vec<String>,
    picture: Option<String>,
}

impl Profile {
    /// All of the user.
    pub fn of(self, id: UserId, email: String, name: Option<String>) -> User {
        let Self { handle, bio, links, picture } = self;
        User { id, email, name, handle, bio, links, picture }
    }
}

impl FromRow for UserRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let profile: Profile = row.get_present_json("profile")?;
        Ok(Self(profile.of(row.get("id")?, row.get("email")?, row.get("name")?)))
    }
}

/// Whether it was done: the column `is_done`.
pub struct Done(pub bool);

impl FromRow for Done {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get("is_done").map(Self)
    }
}
