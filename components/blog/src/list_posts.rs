//! `GET /api/v1/blog/bulk`

use connectly_service::{Call, DbError, FromRow, Reply, Result, Row, params};
use connectly_types::{ContentForm, PostPage, operation::ListPosts};

use crate::{post::PostRow, summary::SUMMARY_VERSION};

/// A page of posts, newest first: published ones and, with the caller as `author`, the caller's
/// drafts. `published` selects one of the two.
pub async fn list_posts(call: Call<ListPosts>) -> Result<Reply<ListPosts>> {
    let Call { caller, query: list, db, .. } = call;
    let excerpts = list.content == ContentForm::Excerpt;
    // One more than the page holds, to see whether there is a next one.
    let PageRow(mut rows) = db
        .query_one(
            include_str!("list_posts.sql"),
            params![
                caller,
                list.author,
                list.handle,
                list.tag.map(|tag| tag.key().to_owned()),
                list.cursor.map(|cursor| cursor.time),
                list.cursor.map(|cursor| cursor.id),
                i64::from(list.limit) + 1,
                excerpts,
                SUMMARY_VERSION,
                list.published,
            ],
        )
        .await?;

    let limit = usize::try_from(list.limit).unwrap_or(usize::MAX);
    let has_next = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| has_next).map(|last| last.place().to_string());
    let posts = rows.into_iter().map(|row| row.into_listed(list.content)).collect();

    Ok(Reply::new(PostPage { posts, next_cursor }))
}

/// A page: all its posts in one row, because the host takes long to pass on a row.
struct PageRow(Vec<PostRow<Option<String>>>);

impl FromRow for PageRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let posts: Option<_> = row.get_json("posts")?;
        Ok(Self(posts.unwrap_or_default()))
    }
}
