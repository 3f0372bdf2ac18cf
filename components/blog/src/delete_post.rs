//! `DELETE /api/v1/blog/{id}`

use axum::{extract::State, response::IntoResponse};
use connectly_service::{App, Author, Db, Error, IfMatch, PathId, Result, begin_writing, params};
use connectly_types::{PostId, operation::DELETE_POST};

use crate::change::Change;

/// Deletes a post of the caller; with `If-Match`, only the revision that the client knows.
pub async fn delete_post(
    author: Author,
    State(app): State<App>,
    db: Db,
    PathId(id): PathId<PostId>,
    condition: IfMatch,
) -> Result<impl IntoResponse> {
    begin_writing(author, &app, &db).await?;
    let change: Option<Change<()>> = db
        .query_one(
            include_str!("delete_post.sql"),
            params![author.session, id, condition.revisions()],
        )
        .await?;
    change.ok_or(Error::NotFound)?.into_result(&condition)?;

    Ok(DELETE_POST.success)
}
