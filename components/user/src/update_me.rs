//! `PATCH /api/v1/user/me`

use axum::{Json, extract::State, http::header::CACHE_CONTROL, response::IntoResponse};
use connectly_service::{App, Author, Db, Error, Result, Valid, begin_writing, params};
use connectly_types::{Me, UpdateMe, operation::UPDATE_ME};

use crate::user::UserRow;

/// Changes or removes the caller's name.
pub async fn update_me(
    author: Author,
    State(app): State<App>,
    db: Db,
    Valid(input): Valid<UpdateMe>,
) -> Result<impl IntoResponse> {
    begin_writing(author, &app, &db).await?;
    let row: Option<UserRow> = db
        .query_one(
            include_str!("update_me.sql"),
            params![author.session, input.name.is_some(), input.name.flatten()],
        )
        .await?;
    let UserRow(user) = row.ok_or(Error::BadToken)?;

    Ok((UPDATE_ME.success, [(CACHE_CONTROL, "no-store")], Json(Me { user })))
}
