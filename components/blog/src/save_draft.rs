//! `PUT /api/v1/blog/{id}/draft`

use connectly_service::{Call, DbError, Error, FromRow, Reply, Result, Revision, Row, params};
use connectly_types::{ETag, PostId, SavedDraft, operation::SaveDraft};

use crate::change::Change;

/// Keeps changes to a published post of the caller; with `If-Match`, only to the revision that the
/// client knows.
pub async fn save_draft(call: Call<SaveDraft>) -> Result<Reply<SaveDraft>> {
    let condition = call.if_match();
    let Call { caller, path: id, db, body: input, .. } = call;
    let Attempt { is_of_draft, change } = db
        .query_one(
            include_str!("save_draft.sql"),
            params![
                caller,
                id,
                condition.revisions(),
                input.title,
                input.content,
                input.tags.unwrap_or_default().labels(),
                input.cover,
                input.cover_alt,
            ],
        )
        .await?;
    if is_of_draft {
        return Err(Error::NotPublished);
    }
    let Saved { id, revision } = change.into_result(&condition)?;

    Ok(Reply::with(ETag(revision.etag()), SavedDraft { id }))
}

struct Attempt {
    /// Whether the post is a draft of the caller.
    is_of_draft: bool,
    change: Change<Saved>,
}

struct Saved {
    id: PostId,
    revision: Revision,
}

impl FromRow for Attempt {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let is_of_draft = row.get::<Option<bool>>("is_published")? == Some(false);
        Ok(Self { is_of_draft, change: Change::from_row(row)? })
    }
}

impl FromRow for Saved {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { id: row.get("id")?, revision: row.get("revision").map(Revision)? })
    }
}
