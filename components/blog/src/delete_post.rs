//! `DELETE /api/v1/blog/{id}`

use connectly_service::{Call, Reply, Result, params};
use connectly_types::operation::DeletePost;

use crate::change::Change;

/// Deletes a post of the caller; with `If-Match`, only the revision that the client knows.
pub async fn delete_post(call: Call<DeletePost>) -> Result<Reply<DeletePost>> {
    let condition = call.if_match();
    let Call { caller, path: id, db, .. } = call;
    let change: Change<()> = db
        .query_one(include_str!("delete_post.sql"), params![caller, id, condition.revisions()])
        .await?;
    change.into_result(&condition)?;

    Ok(Reply::done())
}
