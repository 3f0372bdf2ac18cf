//! `GET /api/v1/blog/bulk`

use axum::{Json, http::header::CACHE_CONTROL, response::IntoResponse};
use connectly_service::{Db, DbError, Error, FromRow, MaybeAuthor, Query, Result, Row, params};
use connectly_types::{
    ContentForm, ListPosts, PostPage, limits::EXCERPT_MAX, operation::LIST_POSTS,
};

use crate::{post::PostRow, summary::SUMMARY_VERSION};

/// A page of posts, newest first: published ones, and with `author` set to oneself one's
/// drafts too. `published` narrows that down to one of the two.
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
                list.published,
            ],
        )
        .await?;
    let PageRow(mut rows) =
        page.ok_or_else(|| Error::internal("list_posts.sql returned no row"))?;

    let limit = usize::try_from(list.limit).unwrap_or(usize::MAX);
    let has_next = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| has_next).map(|last| last.place().to_string());
    let posts = rows.into_iter().map(|row| row.into_listed(list.content)).collect();

    let answer = Json(PostPage { posts, next_cursor });
    Ok((LIST_POSTS.success, [(CACHE_CONTROL, "private, no-cache")], answer))
}

/// A page: all its posts in one row, for the host takes long to hand a row over.
struct PageRow(Vec<PostRow<Option<String>>>);

impl FromRow for PageRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let posts: Option<_> = row.get_json("posts")?;
        Ok(Self(posts.unwrap_or_default()))
    }
}
