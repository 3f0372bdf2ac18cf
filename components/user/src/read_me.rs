//! `GET /api/v1/user/me`

use axum::{Json, http::header::CACHE_CONTROL, response::IntoResponse};
use connectly_service::{Author, Db, Error, Result, params};
use connectly_types::{Me, operation::READ_ME};

use crate::user::UserRow;

/// Returns the account of the token.
pub async fn read_me(author: Author, db: Db) -> Result<impl IntoResponse> {
    let row: Option<UserRow> =
        db.query_one(include_str!("read_me.sql"), params![author.session]).await?;
    let UserRow(user) = row.ok_or(Error::BadToken)?;

    Ok((READ_ME.success, [(CACHE_CONTROL, "no-store")], Json(Me { user })))
}
