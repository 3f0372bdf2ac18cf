//! A post as the statements return it.

use connectly_markdown::reading_minutes;
use connectly_service::{DbError, FromRow, Revision, Row};
use connectly_types::{
    ContentForm, Cursor, ListedPost, Post, PostAuthor, PostBody, PostHead, PostId, UserId,
};
use serde::Deserialize;

use crate::summary::excerpt_of;

/// The SQL type `post_row` in JSON: migrations/0011_post_row.sql.
///
/// The content is a text, or where an excerpt may be enough, null.
#[derive(Deserialize)]
pub struct PostRow<C = String> {
    id: PostId,
    title: String,
    content: C,
    published: bool,
    author_id: UserId,
    author_name: Option<String>,
    created_at: String,
    updated_at: String,
    created_at_microseconds: i64,
    revision: i64,
    /// Null if it was not requested, or none is stored for the current revision.
    excerpt: Option<String>,
    /// Null if none is stored for the current revision.
    reading_minutes: Option<u32>,
}

impl<C> PostRow<C> {
    pub fn revision(&self) -> Revision {
        Revision(self.revision)
    }

    /// Where the post is in a list.
    pub fn place(&self) -> Cursor {
        Cursor { created_at: self.created_at_microseconds, id: self.id }
    }

    fn into_parts(self) -> (PostHead, C) {
        let head = PostHead {
            id: self.id,
            title: self.title,
            published: self.published,
            author_id: self.author_id,
            author: PostAuthor { id: self.author_id, name: self.author_name },
            created_at: self.created_at,
            updated_at: self.updated_at,
        };
        (head, self.content)
    }
}

impl PostRow {
    pub fn into_post(self) -> Post {
        let kept = self.reading_minutes;
        let (head, content) = self.into_parts();
        let reading_minutes = kept.unwrap_or_else(|| reading_minutes(&content));
        Post { head, content, reading_minutes }
    }
}

impl PostRow<Option<String>> {
    pub fn into_listed(mut self, form: ContentForm) -> ListedPost {
        let (excerpt, kept) = (self.excerpt.take(), self.reading_minutes);
        let (head, content) = self.into_parts();
        // What is not kept of the post as it is now came with all of the text.
        let content = content.unwrap_or_default();
        let reading_minutes = kept.unwrap_or_else(|| reading_minutes(&content));
        let body = match form {
            ContentForm::Full => PostBody::Content(content),
            ContentForm::Excerpt => {
                PostBody::Excerpt(excerpt.unwrap_or_else(|| excerpt_of(&content)))
            }
        };
        ListedPost { head, body, reading_minutes }
    }
}

impl FromRow for PostRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get_json("post")?.ok_or_else(|| DbError::Fault("column post is null".to_owned()))
    }
}
