//! `POST /api/v1/blog`

use axum::http::HeaderValue;
use connectly_service::{
    Call, DbError, Error, FromRow, Reply, Result, Revision, Row, new_id, params,
};
use connectly_types::{
    CreatedPost, ETag, Endpoint as _, Location, PostId, Slug, Timestamp,
    operation::{CreatePost, ReadPost},
};

use crate::summary::{SUMMARY_VERSION, summary};

/// Writes a post, or a draft.
pub async fn create_post(call: Call<CreatePost>) -> Result<Reply<CreatePost>> {
    let Call { caller, db, body: input, .. } = call;
    let id: PostId = new_id();
    let published = input.published.unwrap_or(true);
    let title = input.title.map(String::from).unwrap_or_default();
    let content = input.content.map(String::from).unwrap_or_default();
    let slug = input.slug.unwrap_or_else(|| Slug::of_title(&title));
    let tags = input.tags.unwrap_or_default();
    let made = summary(&content);
    let Created(revision) = db
        .query_one(
            include_str!("create_post.sql"),
            params![
                caller,
                id,
                title,
                content,
                published,
                made.excerpt,
                i64::from(made.reading_minutes),
                made.html,
                SUMMARY_VERSION,
                input.published_at.map(Timestamp::microseconds),
                slug,
                tags.labels(),
                tags.keys(),
                input.cover,
                input.cover_alt,
                made.words,
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
