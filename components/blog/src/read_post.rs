//! `GET /api/v1/blog/{id}`

use axum::{
    Json,
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, ETAG},
    },
    response::{IntoResponse, Response},
};
use connectly_service::{
    Db, DbError, Error, FromRow, IfNoneMatch, MaybeAuthor, PathId, Result, Row, params,
};
use connectly_types::{PostId, ReadPost, operation::READ_POST};

use crate::post::PostRow;

/// One post; a draft only for its author.
pub async fn read_post(
    reader: MaybeAuthor,
    db: Db,
    PathId(id): PathId<PostId>,
    condition: IfNoneMatch,
) -> Result<Response> {
    let row: Option<Found> =
        db.query_one(include_str!("read_post.sql"), params![reader.session, id]).await?;
    let post = row.and_then(|Found(post)| post).ok_or(Error::NotFound)?;

    // Only the reader may cache it, and must revalidate it each time: it may be a draft tomorrow.
    let etag = post.revision().etag();
    let is_known = condition.matches(&etag);
    let headers = [(CACHE_CONTROL, HeaderValue::from_static("private, no-cache")), (ETAG, etag)];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let answer = Json(ReadPost { post: post.into_post() });
    Ok((READ_POST.success, headers, answer).into_response())
}

/// The post, if it exists and the reader may see it.
struct Found(Option<PostRow>);

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get_json("post").map(Self)
    }
}
