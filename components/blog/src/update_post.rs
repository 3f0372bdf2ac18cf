//! `PUT /api/v1/blog`

use connectly_service::{Call, Reply, Result, params};
use connectly_types::{ETag, Slug, Timestamp, UpdatedPost, operation::UpdatePost};

use crate::{
    change::Change,
    post::PostRow,
    publishable::missing_field,
    summary::{SUMMARY_VERSION, summary},
};

/// Changes a post of the caller; with `If-Match`, only the revision that the client knows.
pub async fn update_post(call: Call<UpdatePost>) -> Result<Reply<UpdatePost>> {
    let condition = call.if_match();
    let Call { caller, db, body: input, .. } = call;
    let made = input.content.as_ref().map(|content| summary(content.as_str()));
    let slug_of_title = input.title.as_ref().map(|title| Slug::of_title(title.as_str()));
    let change: Change<PostRow> = db
        .query_one(
            include_str!("update_post.sql"),
            params![
                caller,
                input.id,
                condition.revisions(),
                input.title,
                input.content,
                input.published,
                made.as_ref().map(|made| &*made.excerpt),
                made.as_ref().map(|made| i64::from(made.reading_minutes)),
                made.as_ref().map(|made| &*made.html),
                SUMMARY_VERSION,
                input.published_at.map(Timestamp::microseconds),
                input.slug,
                slug_of_title,
                input.tags.as_ref().map(|tags| tags.labels()),
                input.tags.as_ref().map(|tags| tags.keys()),
                input.cover.is_some(),
                input.cover.flatten(),
                input.cover_alt.is_some(),
                input.cover_alt.flatten(),
                made.as_ref().map(|made| &*made.words),
            ],
        )
        .await
        .map_err(missing_field)?;
    let row = change.into_result(&condition)?;

    let etag = ETag(row.revision().etag());
    let post = row.into_post();
    Ok(Reply::with(etag, UpdatedPost { id: post.head.id, post, updated: true }))
}
