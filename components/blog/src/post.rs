//! A post as the statements return it.

use connectly_markdown::{reading_minutes, render};
use connectly_service::{DbError, FromRow, Revision, Row};
use connectly_types::{
    ContentForm, Cover, Cursor, FoundPost, ListedPost, Piece, Post, PostAuthor, PostBody,
    PostDraft, PostHead, PostId, UserId,
};
use serde::Deserialize;

use crate::summary::excerpt_of;

/// The SQL type `post_view` in JSON: migrations/0012_publication.sql.
///
/// The content is a text, or where an excerpt may be enough, null.
#[derive(Deserialize)]
pub struct PostRow<C = String> {
    id: PostId,
    title: String,
    content: C,
    /// Null in a list, or if none is stored for the current revision.
    html: Option<String>,
    published: bool,
    published_at: Option<String>,
    slug: Option<String>,
    address: Option<String>,
    tags: Vec<String>,
    cover: Option<Cover>,
    author_id: UserId,
    author_name: Option<String>,
    author_handle: Option<String>,
    created_at: String,
    updated_at: String,
    listed_at_microseconds: i64,
    revision: i64,
    /// Null if it was not requested, or none is stored for the current revision.
    excerpt: Option<String>,
    /// Null if none is stored for the current revision.
    reading_minutes: Option<u32>,
    /// Null for another user's post.
    has_draft: Option<bool>,
    draft: Option<PostDraft>,
}

impl<C> PostRow<C> {
    pub fn revision(&self) -> Revision {
        Revision(self.revision)
    }

    /// Where the post is in a list.
    pub fn place(&self) -> Cursor {
        Cursor { time: self.listed_at_microseconds, id: self.id }
    }

    fn into_parts(self) -> (PostHead, C) {
        let head = PostHead {
            id: self.id,
            title: self.title,
            published: self.published,
            published_at: self.published_at,
            slug: self.slug,
            address: self.address,
            tags: self.tags,
            cover: self.cover,
            author_id: self.author_id,
            author: PostAuthor {
                id: self.author_id,
                name: self.author_name,
                handle: self.author_handle,
            },
            created_at: self.created_at,
            updated_at: self.updated_at,
        };
        (head, self.content)
    }
}

impl PostRow {
    pub fn into_post(mut self) -> Post {
        let (minutes, html, draft) = (self.reading_minutes, self.html.take(), self.draft.take());
        let (head, content) = self.into_parts();
        let html = html.unwrap_or_else(|| render(&content));
        let reading_minutes = minutes.unwrap_or_else(|| reading_minutes(&content));
        Post { head, content, html, reading_minutes, draft }
    }
}

impl PostRow<Option<String>> {
    /// With title and excerpt marked where something was found.
    pub fn into_found(mut self) -> FoundPost {
        let title_pieces = Piece::all_of(&self.title);
        self.title = title_pieces.iter().map(|piece| piece.text.as_str()).collect();
        let excerpt_pieces = Piece::all_of(&self.excerpt.take().unwrap_or_default());
        let (head, _, reading_minutes) = self.into_read();
        FoundPost { head, reading_minutes, title_pieces, excerpt_pieces }
    }

    pub fn into_listed(mut self, form: ContentForm) -> ListedPost {
        let excerpt = self.excerpt.take();
        let has_draft = self.has_draft.unwrap_or_default();
        let (head, content, reading_minutes) = self.into_read();
        let body = match form {
            ContentForm::Full => PostBody::Content(content),
            ContentForm::Excerpt => {
                PostBody::Excerpt(excerpt.unwrap_or_else(|| excerpt_of(&content)))
            }
        };
        ListedPost { head, body, reading_minutes, has_draft }
    }

    fn into_read(self) -> (PostHead, String, u32) {
        let kept = self.reading_minutes;
        let (head, content) = self.into_parts();
        // What is not kept of the post as it is now came with all of the text.
        let content = content.unwrap_or_default();
        let reading_minutes = kept.unwrap_or_else(|| reading_minutes(&content));
        (head, content, reading_minutes)
    }
}

impl FromRow for PostRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get_present_json("post")
    }
}
