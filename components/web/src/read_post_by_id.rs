//! `GET` of a post by its id: a draft's page in the app, and the way to a published post.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::Response,
};
use connectly_service::{
    App, Db, DbError, FromRow, IfNoneMatch, Result, Row, SessionCookie, params,
};
use connectly_types::PostId;
use http::{StatusCode, Uri};

use crate::{address, nothing::NO_POST, read_page, redirect};

/// Leads to the post's address. If it has none, it may be a draft, requested by its author: only the
/// API can tell.
pub async fn read_post_by_id(
    State(app): State<App>,
    db: Db,
    cookie: SessionCookie,
    uri: Uri,
    id: Result<Path<String>, PathRejection>,
    condition: IfNoneMatch,
) -> Result<Response> {
    let id = id.ok().and_then(|Path(id)| PostId::parse(&id));
    let Some(id) = id else {
        return if app.public_reads() {
            NO_POST.answer()
        } else {
            read_page::shell(&app, StatusCode::NOT_FOUND, &condition)
        };
    };
    if !app.public_reads() {
        return read_page::shell(&app, StatusCode::OK, &condition);
    }
    let found: Option<Place> =
        db.or_replica().query_one(include_str!("read_post_address.sql"), params![id]).await?;
    match found {
        Some(Place { handle, slug }) => redirect::to(&address::of_post(&handle, &slug), &uri),
        None if cookie.is_sent() => read_page::shell(&app, StatusCode::OK, &condition),
        None => NO_POST.answer_to_one(),
    }
}

struct Place {
    handle: String,
    slug: String,
}

impl FromRow for Place {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { handle: row.get("handle")?, slug: row.get("slug")? })
    }
}
