//! `GET /api/v1/blog/{id}`

use axum::{
    Json,
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, ETAG},
    },
    response::{IntoResponse, Response},
};
use connectly_service::{Db, Error, IfNoneMatch, MaybeAuthor, PathId, Result, params};
use connectly_types::{PostId, ReadPost, operation::READ_POST};

use crate::post::PostRow;

/// One post; a draft for its author alone.
pub async fn read_post(
    reader: MaybeAuthor,
    db: Db,
    PathId(id): PathId<PostId>,
    condition: IfNoneMatch,
) -> Result<Response> {
    let row: Option<Option<PostRow>> =
        db.query_one(include_str!("read_post.sql"), params![reader.session, id]).await?;
    let PostRow { post, revision } = row.flatten().ok_or(Error::NotFound)?;

    // Kept by the reader alone, and asked about each time: it may be a draft tomorrow.
    let etag = revision.etag();
    let is_known = condition.matches(&etag);
    let headers = [(CACHE_CONTROL, HeaderValue::from_static("private, no-cache")), (ETAG, etag)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Ok((READ_POST.success, headers, Json(ReadPost { post })).into_response())
}
