//! `GET /api/v1/blog/at/{handle}/{slug}`

use connectly_service::{Call, Reply, Result, params};
use connectly_types::operation::ReadPostAt;

use crate::{read_post::answer, summary::SUMMARY_VERSION};

/// The published post at an address, or a former one.
pub async fn read_post_at(call: Call<ReadPostAt>) -> Result<Reply<ReadPostAt>> {
    let condition = call.if_none_match();
    let Call { caller, path: (handle, slug), db, .. } = call;
    let statements = (include_str!("read_post_at.sql"), include_str!("view_post_at.sql"));
    answer(&db, &condition, statements, params![caller, handle, slug, SUMMARY_VERSION]).await
}
