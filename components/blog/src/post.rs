//! A post, as the statements return one.

use connectly_service::{DbError, FromRow, Revision, Row};
use connectly_types::{Post, PostAuthor};

/// The columns of a post with its author, and its revision.
pub struct PostRow {
    pub post: Post,
    pub revision: Revision,
}

impl FromRow for PostRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let author_id = row.get("author_id")?;
        Ok(Self {
            post: Post {
                id: row.get("id")?,
                title: row.get("title")?,
                content: row.get("content")?,
                published: row.get("published")?,
                author_id,
                author: PostAuthor { id: author_id, name: row.get("author_name")? },
                created_at: row.get("created_at")?,
                updated_at: row.get("updated_at")?,
            },
            revision: Revision(row.get("revision")?),
        })
    }
}
