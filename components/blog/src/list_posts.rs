//! `GET /api/v1/blog/bulk`

use axum::{Json, http::header::CACHE_CONTROL, response::IntoResponse};
use connectly_markdown::reading_minutes;
use connectly_service::{Db, DbError, Error, FromRow, MaybeAuthor, Query, Result, Row, params};
use connectly_types::{
    ContentForm, Cursor, ListPosts, ListedPost, PostAuthor, PostBody, PostId, PostPage, UserId,
    limits::EXCERPT_MAX, operation::LIST_POSTS,
};
use serde::Deserialize;

use crate::summary::{SUMMARY_VERSION, excerpt_of};

/// A page of posts, newest first: published ones and, with the caller as `author`, the caller's
/// drafts.
pub async fn list_posts(
    reader: MaybeAuthor,
    db: Db,
    Query(list): Query<ListPosts>,
) -> Result<impl IntoResponse> {
    let excerpt = match list.content {
        ContentForm::Full => None,
        ContentForm::Excerpt => Some(i64::from(EXCERPT_MAX)),
    };
    // One more than the page holds, to see whether there is a next one.
    let page: Option<PageRow> = db
        .query_one(
            include_str!("list_posts.sql"),
            params![
                reader.session,
                list.author,
                list.cursor.map(|cursor| cursor.created_at),
                list.cursor.map(|cursor| cursor.id),
                i64::from(list.limit) + 1,
                excerpt,
                SUMMARY_VERSION,
            ],
        )
        .await?;
    let PageRow(mut rows) =
        page.ok_or_else(|| Error::internal("list_posts.sql returned no row"))?;

    let limit = usize::try_from(list.limit).unwrap_or(usize::MAX);
    let has_next = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| has_next).map(|last| last.place().to_string());
    let posts = rows.into_iter().map(|row| row.listed(list.content)).collect();

    let answer = Json(PostPage { posts, next_cursor });
    Ok((LIST_POSTS.success, [(CACHE_CONTROL, "private, no-cache")], answer))
}

/// A page: all its posts in one row, because the host takes long to pass on a row.
struct PageRow(Vec<PostRow>);

impl FromRow for PageRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let posts: Option<_> = row.get_json("posts")?;
        Ok(Self(posts.unwrap_or_default()))
    }
}

/// A post, the needed part of its text, and its position in the list.
#[derive(Deserialize)]
struct PostRow {
    id: PostId,
    title: String,
    /// Null if the excerpt is enough.
    body: Option<String>,
    published: bool,
    author_id: UserId,
    author_name: Option<String>,
    created_at: String,
    updated_at: String,
    created_at_microseconds: i64,
    /// Null if it was not requested, or none is stored for the current revision.
    excerpt: Option<String>,
    /// Null if none is stored for the current revision.
    reading_minutes: Option<u32>,
}

impl PostRow {
    fn place(&self) -> Cursor {
        Cursor { created_at: self.created_at_microseconds, id: self.id }
    }

    fn listed(self, form: ContentForm) -> ListedPost {
        let body = self.body.unwrap_or_default();
        // If nothing is stored for the current revision, the row has the full text.
        let is_kept = self.reading_minutes.is_some();
        let reading_minutes = self.reading_minutes.unwrap_or_else(|| reading_minutes(&body));
        let body = match form {
            ContentForm::Full => PostBody::Content(body),
            ContentForm::Excerpt if is_kept => PostBody::Excerpt(self.excerpt.unwrap_or_default()),
            ContentForm::Excerpt => PostBody::Excerpt(excerpt_of(&body)),
        };
        ListedPost {
            id: self.id,
            title: self.title,
            body,
            reading_minutes,
            published: self.published,
            author_id: self.author_id,
            author: PostAuthor { id: self.author_id, name: self.author_name },
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}
