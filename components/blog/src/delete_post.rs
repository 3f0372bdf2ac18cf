//! `DELETE /api/v1/blog/{id}`

use axum::{extract::State, response::IntoResponse};
use connectly_service::{
    App, Author, Db, DbError, Error, FromRow, IfMatch, PathId, Result, Row, params,
};
use connectly_types::{PostId, operation::DELETE_POST};

use crate::{begin_writing::begin_writing, change::Change};

/// Deletes a post of one's own; with `If-Match` only the revision that the client knows.
pub async fn delete_post(
    author: Author,
    State(app): State<App>,
    db: Db,
    PathId(id): PathId<PostId>,
    condition: IfMatch,
) -> Result<impl IntoResponse> {
    begin_writing(author, &app, &db).await?;
    let change: Option<Change<Deleted>> = db
        .query_one(
            include_str!("delete_post.sql"),
            params![author.session, id, condition.revisions()],
        )
        .await?;
    let Deleted = change.ok_or(Error::NotFound)?.into_result(&condition)?;

    Ok(DELETE_POST.success)
}

/// That there was a post to delete.
struct Deleted;

impl FromRow for Deleted {
    fn from_row(_: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self)
    }
}
