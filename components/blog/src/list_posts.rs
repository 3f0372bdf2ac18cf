//! `GET /api/v1/blog/bulk`

use axum::{Json, http::header::CACHE_CONTROL, response::IntoResponse};
use connectly_service::{Db, DbError, FromRow, MaybeAuthor, Query, Result, Row, params};
use connectly_types::{
    ContentForm, Cursor, ListPosts, ListedPost, PostAuthor, PostBody, PostPage,
    limits::EXCERPT_MAX, operation::LIST_POSTS,
};

/// A page of posts, newest first: published ones, and with `author` set to oneself one's
/// drafts too.
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
    let rows: Vec<Option<PostRow>> = db
        .query(
            include_str!("list_posts.sql"),
            params![
                reader.session,
                list.author,
                list.cursor.map(|cursor| cursor.created_at),
                list.cursor.map(|cursor| cursor.id),
                i64::from(list.limit) + 1,
                excerpt,
            ],
        )
        .await?;

    let mut rows: Vec<_> = rows.into_iter().flatten().collect();
    let limit = usize::try_from(list.limit).unwrap_or(usize::MAX);
    let has_next = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| has_next).map(|last| last.place.to_string());
    let posts = rows.into_iter().map(|row| row.listed(list.content)).collect();

    let answer = Json(PostPage { posts, next_cursor });
    Ok((LIST_POSTS.success, [(CACHE_CONTROL, "private, no-cache")], answer))
}

/// A post, its text in whichever form was asked for, and its place in the list.
struct PostRow {
    place: Cursor,
    title: String,
    text: String,
    published: bool,
    author: PostAuthor,
    created_at: String,
    updated_at: String,
}

impl PostRow {
    fn listed(self, form: ContentForm) -> ListedPost {
        ListedPost {
            id: self.place.id,
            title: self.title,
            body: match form {
                ContentForm::Full => PostBody::Content(self.text),
                ContentForm::Excerpt => PostBody::Excerpt(self.text),
            },
            published: self.published,
            author_id: self.author.id,
            author: self.author,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

impl FromRow for PostRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self {
            place: Cursor { created_at: row.get("created_at_microseconds")?, id: row.get("id")? },
            title: row.get("title")?,
            text: row.get("body")?,
            published: row.get("published")?,
            author: PostAuthor { id: row.get("author_id")?, name: row.get("author_name")? },
            created_at: row.get("created_at")?,
            updated_at: row.get("updated_at")?,
        })
    }
}
