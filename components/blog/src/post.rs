//! A post as the statements return it.

use connectly_service::{DbError, FromRow, Revision, Row};
use connectly_types::{Post, PostAuthor, PostId, UserId};
use serde::Deserialize;

use crate::summary::SUMMARY_VERSION;

/// The columns of a post with its author, and its revision; or the same as JSON.
#[derive(Deserialize)]
pub struct PostRow {
    id: PostId,
    title: String,
    content: String,
    published: bool,
    author_id: UserId,
    author_name: Option<String>,
    created_at: String,
    updated_at: String,
    revision: i64,
    reading_minutes: Option<i64>,
    /// The version that made it; `None` if the post has changed since, or it was not made yet.
    summary_version: Option<i64>,
}

impl PostRow {
    pub fn revision(&self) -> Revision {
        Revision(self.revision)
    }

    /// The stored one, or a new one if that is missing or out of date.
    fn reading_minutes(&self) -> u32 {
        self.reading_minutes
            .filter(|_| self.summary_version == Some(SUMMARY_VERSION))
            .and_then(|minutes| minutes.try_into().ok())
            .unwrap_or_else(|| connectly_markdown::reading_minutes(&self.content))
    }

    pub fn into_post(self) -> Post {
        Post {
            reading_minutes: self.reading_minutes(),
            id: self.id,
            title: self.title,
            content: self.content,
            published: self.published,
            author_id: self.author_id,
            author: PostAuthor { id: self.author_id, name: self.author_name },
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

impl FromRow for PostRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self {
            id: row.get("id")?,
            title: row.get("title")?,
            content: row.get("content")?,
            published: row.get("published")?,
            author_id: row.get("author_id")?,
            author_name: row.get("author_name")?,
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
            revision: row.get("revision")?,
            reading_minutes: row.get("reading_minutes")?,
            summary_version: row.get("summary_version")?,
        })
    }
}
