//! `GET /api/v1/blog/authors/{handle}`

use connectly_service::{Call, DbError, Error, FromRow, Reply, Result, Row, params};
use connectly_types::{Author, ReadAuthor, limits::COUNTED_POSTS_MAX, operation};

/// The author who has, or had, a handle.
pub async fn read_author(
    call: Call<operation::ReadAuthor>,
) -> Result<Reply<operation::ReadAuthor>> {
    let Call { caller, path: handle, db, .. } = call;
    let Found(author) = db
        .query_one(
            include_str!("read_author.sql"),
            params![caller, handle, i64::from(COUNTED_POSTS_MAX)],
        )
        .await?;
    let author = author.ok_or(Error::NotFound)?;

    Ok(Reply::new(ReadAuthor { author }))
}

/// The author, if there is one.
struct Found(Option<Author>);

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get_json("author").map(Self)
    }
}
