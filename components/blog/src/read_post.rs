//! `GET /api/v1/blog/{id}`

use connectly_service::{
    Call, Db, DbError, Error, FromRow, IfNoneMatch, ParameterValue, Reply, Result, Revision, Row,
    params,
};
use connectly_types::{ETag, Endpoint, ReadPost, operation};

use crate::{post::PostRow, summary::SUMMARY_VERSION};

/// One post; a draft only for its author.
pub async fn read_post(call: Call<operation::ReadPost>) -> Result<Reply<operation::ReadPost>> {
    let condition = call.if_none_match();
    let Call { caller, path: id, db, .. } = call;
    let statements = (include_str!("read_post.sql"), include_str!("view_post.sql"));
    answer(&db, &condition, statements, params![caller, id, SUMMARY_VERSION]).await
}

/// The post, unless the client has it already. Only the reader may cache it, and must revalidate it each
/// time: it may be a draft tomorrow.
///
/// The first statement gives it as the API has it, and the second is for one of which something has to be
/// made again.
pub async fn answer<O>(
    db: &Db,
    condition: &IfNoneMatch,
    (kept, whole): (&str, &str),
    parameters: Vec<ParameterValue>,
) -> Result<Reply<O>>
where
    O: Endpoint<Headers = ETag, Answer = ReadPost>,
{
    let Kept { post, revision } = db.query_one(kept, parameters.clone()).await?;
    let etag = revision.ok_or(Error::NotFound)?.etag();
    if condition.matches(&etag) {
        return Ok(Reply::not_modified(ETag(etag)));
    }
    if let Some(post) = post {
        return Ok(Reply::json(ETag(etag), format!(r#"{{"post":{post}}}"#)));
    }
    let Found(post) = db.query_one(whole, parameters).await?;
    let post = post.ok_or(Error::NotFound)?;
    Ok(Reply::with(ETag(post.revision().etag()), ReadPost { post: post.into_post() }))
}

/// A post as the API has it.
struct Kept {
    /// In JSON; `None` if something has to be made again.
    post: Option<String>,
    /// `None` if the reader may see no such post.
    revision: Option<Revision>,
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let revision: Option<i64> = row.get("revision")?;
        Ok(Self { post: row.get("post")?, revision: revision.map(Revision) })
    }
}

/// The post, if it exists and the reader may see it.
struct Found(Option<PostRow>);

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get_json("post").map(Self)
    }
}
