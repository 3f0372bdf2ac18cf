//! `POST /api/v1/blog`

use axum::http::HeaderValue;
use connectly_service::{
    Call, DbError, Error, FromRow, Reply, Result, Revision, Row, new_id, params,
};
use connectly_types::{
    CreatedPost, ETag, Endpoint as _, Location, PostId,
    operation::{CreatePost, ReadPost},
};

use crate::summary::{SUMMARY_VERSION, Summary};

/// Writes a post, or a draft.
pub async fn create_post(call: Call<CreatePost>) -> Result<Reply<CreatePost>> {
    let Call { caller, db, body: input, .. } = call;
    let id: PostId = new_id();
    let published = input.published.unwrap_or(true);
    let summary = Summary::of(input.content.as_str());
    let Created(revision) = db
        .query_one(
            include_str!("create_post.sql"),
            params![
                caller,
                id,
                input.title,
                input.content,
                published,
                summary.excerpt,
                i64::from(summary.reading_minutes),
                SUMMARY_VERSION,
            ],
        )
        .await
        // The account is being deleted at this moment.
        .map_err(|error| error.on_constraint("posts_author_id_fkey", Error::BadToken))?;

    let location = HeaderValue::try_from(ReadPost::OPERATION.path_of(&[&id.to_string()]))
        .map_err(|error| Error::internal(format!("location: {error}")))?;
    Ok(Reply::with((Location(location), ETag(revision.etag())), CreatedPost { id }))
}

/// The new post's revision.
struct Created(Revision);

impl FromRow for Created {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get("revision").map(Revision).map(Self)
    }
}
