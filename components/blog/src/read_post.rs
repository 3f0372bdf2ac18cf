//! `GET /api/v1/blog/{id}`

use connectly_service::{Call, DbError, Error, FromRow, IfNoneMatch, Reply, Result, Row, params};
use connectly_types::{ETag, Endpoint, ReadPost, operation};

use crate::{post::PostRow, summary::SUMMARY_VERSION};

/// One post; a draft only for its author.
pub async fn read_post(call: Call<operation::ReadPost>) -> Result<Reply<operation::ReadPost>> {
    let condition = call.if_none_match();
    let Call { caller, path: id, db, .. } = call;
    let Found(post) =
        db.query_one(include_str!("read_post.sql"), params![caller, id, SUMMARY_VERSION]).await?;
    answer(&condition, post)
}

/// The post, unless the client has it already. Only the reader may cache it, and must revalidate it each
/// time: it may be a draft tomorrow.
pub fn answer<O>(condition: &IfNoneMatch, post: Option<PostRow>) -> Result<Reply<O>>
where
    O: Endpoint<Headers = ETag, Answer = ReadPost>,
{
    let post = post.ok_or(Error::NotFound)?;
    let etag = post.revision().etag();
    if condition.matches(&etag) {
        return Ok(Reply::not_modified(ETag(etag)));
    }
    Ok(Reply::with(ETag(etag), ReadPost { post: post.into_post() }))
}

/// The post, if it exists and the reader may see it.
pub struct Found(pub Option<PostRow>);

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get_json("post").map(Self)
    }
}
