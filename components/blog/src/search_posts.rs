//! `GET /api/v1/blog/search`

use connectly_service::{Call, DbError, FromRow, Reply, Result, Row, params};
use connectly_types::{
    FoundAuthor, SearchResults, limits::FOUND_AUTHORS_MAX, operation::SearchPosts,
};

use crate::{post::PostRow, summary::SUMMARY_VERSION};

/// Published posts, and authors, best first.
pub async fn search_posts(call: Call<SearchPosts>) -> Result<Reply<SearchPosts>> {
    let Call { caller, query: search, db, .. } = call;
    // One more than the page holds, to see whether there is a next one.
    let Found { authors, mut posts } = db
        .query_one(
            include_str!("search_posts.sql"),
            params![
                caller,
                search.question.as_str(),
                search.cursor.map(|cursor| cursor.time),
                search.cursor.map(|cursor| cursor.id),
                i64::from(search.limit) + 1,
                i64::from(FOUND_AUTHORS_MAX),
                SUMMARY_VERSION,
            ],
        )
        .await?;

    let limit = usize::try_from(search.limit).unwrap_or(usize::MAX);
    let has_next = posts.len() > limit;
    posts.truncate(limit);
    let next_cursor = posts.last().filter(|_| has_next).map(|last| last.place().to_string());
    let posts = posts.into_iter().map(PostRow::into_found).collect();

    Ok(Reply::new(SearchResults { authors, posts, next_cursor }))
}

/// All of the page in one row, because the host takes long to pass on a row.
struct Found {
    authors: Vec<FoundAuthor>,
    posts: Vec<PostRow<Option<String>>>,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let authors: Option<_> = row.get_json("authors")?;
        let posts: Option<_> = row.get_json("posts")?;
        Ok(Self { authors: authors.unwrap_or_default(), posts: posts.unwrap_or_default() })
    }
}
