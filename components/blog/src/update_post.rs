//! `PUT /api/v1/blog`

use connectly_service::{Call, Reply, Result, params};
use connectly_types::{ETag, UpdatedPost, operation::UpdatePost};

use crate::{
    change::Change,
    post::PostRow,
    summary::{SUMMARY_VERSION, Summary},
};

/// Changes a post of the caller; with `If-Match`, only the revision that the client knows.
pub async fn update_post(call: Call<UpdatePost>) -> Result<Reply<UpdatePost>> {
    let condition = call.if_match();
    let Call { caller, db, body: input, .. } = call;
    let summary = input.content.as_ref().map(|content| Summary::of(content.as_str()));
    let reading_minutes = summary.as_ref().map(|summary| i64::from(summary.reading_minutes));
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
                summary.map(|summary| summary.excerpt),
                reading_minutes,
                SUMMARY_VERSION,
            ],
        )
        .await?;
    let row = change.into_result(&condition)?;

    let etag = ETag(row.revision().etag());
    let post = row.into_post();
    Ok(Reply::with(etag, UpdatedPost { id: post.head.id, post, updated: true }))
}
