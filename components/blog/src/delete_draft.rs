//! `DELETE /api/v1/blog/{id}/draft`

use connectly_service::{Call, DbError, FromRow, Reply, Result, Revision, Row, params};
use connectly_types::{ETag, operation::DeleteDraft};

use crate::change::Change;

/// Drops the unpublished changes to a post of the caller; with `If-Match`, only in the revision that the
/// client knows.
pub async fn delete_draft(call: Call<DeleteDraft>) -> Result<Reply<DeleteDraft>> {
    let condition = call.if_match();
    let Call { caller, path: id, db, .. } = call;
    let change: Change<Dropped> = db
        .query_one(include_str!("delete_draft.sql"), params![caller, id, condition.revisions()])
        .await?;
    let Dropped(revision) = change.into_result(&condition)?;

    Ok(Reply::with(ETag(revision.etag()), ()))
}

struct Dropped(Revision);

impl FromRow for Dropped {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get("revision").map(Revision).map(Self)
    }
}
