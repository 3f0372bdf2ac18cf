//! `PUT /api/v1/blog`

use axum::{Json, extract::State, http::header::ETAG, response::IntoResponse};
use connectly_service::{App, Author, Db, Error, IfMatch, Result, Valid, begin_writing, params};
use connectly_types::{UpdatePost, UpdatedPost, operation::UPDATE_POST};

use crate::{
    change::Change,
    post::PostRow,
    summary::{SUMMARY_VERSION, Summary},
};

/// Changes a post of the caller; with `If-Match`, only the revision that the client knows.
pub async fn update_post(
    author: Author,
    State(app): State<App>,
    db: Db,
    condition: IfMatch,
    Valid(input): Valid<UpdatePost>,
) -> Result<impl IntoResponse> {
    begin_writing(author, &app, &db).await?;
    let summary = input.content.as_deref().map(Summary::of);
    let reading_minutes = summary.as_ref().map(|summary| i64::from(summary.reading_minutes));
    let version = summary.as_ref().map(|_| SUMMARY_VERSION);
    let change: Option<Change<PostRow>> = db
        .query_one(
            include_str!("update_post.sql"),
            params![
                author.session,
                input.id,
                condition.revisions(),
                input.title,
                input.content,
                input.published,
                summary.map(|summary| summary.excerpt),
                reading_minutes,
                version,
            ],
        )
        .await?;
    let row = change.ok_or(Error::NotFound)?.into_result(&condition)?;

    let headers = [(ETAG, row.revision().etag())];
    let post = row.into_post();
    Ok((UPDATE_POST.success, headers, Json(UpdatedPost { id: post.id, post, updated: true })))
}
