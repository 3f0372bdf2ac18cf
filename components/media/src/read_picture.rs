//! `GET` of a picture's file.

use axum::{
    extract::{Path, State, rejection::PathRejection},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use connectly_service::{
    App, Db, DbError, Error, FromRow, IfNoneMatch, Reader, Result, Row, params,
};
use connectly_types::{PictureFile, PictureId};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, ETAG},
};
use uuid::Uuid;

/// A file never changes. Without `public_reads`, only who is signed in may see it.
const FOR_EVERYONE: &str = "public, max-age=31536000, immutable";
const FOR_READERS: &str = "private, max-age=31536000, immutable";
/// A file in place of a smaller one, which may be added later.
const FOR_EVERYONE_A_WHILE: &str = "public, max-age=3600";
const FOR_READERS_A_WHILE: &str = "private, max-age=3600";

/// The file with this width or, if there is none, the next wider one.
pub async fn read_picture(
    State(app): State<App>,
    db: Db,
    Reader(reader): Reader,
    address: Result<Path<(String, String)>, PathRejection>,
    condition: IfNoneMatch,
) -> Result<Response> {
    let Path((id, name)) = address.map_err(|_| Error::NotFound)?;
    // Height and extension are for people and their programs.
    let address = PictureId::parse(&id).and_then(|id| PictureFile::named(id, &name));
    let address = address.ok_or(Error::NotFound)?;
    let is_known = condition.matches(&etag(address.id, address.width)?);
    let file: Option<File> = db
        .query_one(
            include_str!("read_picture.sql"),
            params![reader, address.id, i64::from(address.width), !is_known],
        )
        .await?;
    let file = file.ok_or(Error::NotFound)?;
    let is_exact = file.width == i64::from(address.width);
    let caching = match (app.public_reads(), is_exact) {
        (true, true) => FOR_EVERYONE,
        (false, true) => FOR_READERS,
        (true, false) => FOR_EVERYONE_A_WHILE,
        (false, false) => FOR_READERS_A_WHILE,
    };
    let mut response = match (file.content, file.key) {
        (Some(content), _) => content.into_response(),
        (None, Some(key)) => read_stored(&app, &key).await?.into_response(),
        (None, None) => StatusCode::NOT_MODIFIED.into_response(),
    };
    let headers = response.headers_mut();
    let media_type = HeaderValue::try_from(file.media_type)
        .map_err(|error| Error::internal(format!("media type: {error}")))?;
    headers.insert(CONTENT_TYPE, media_type);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(ETAG, etag(address.id, file.width)?);
    Ok(response)
}

/// The file with this key in the object store.
async fn read_stored(app: &App, key: &str) -> Result<Bytes> {
    let without =
        || Error::unavailable("a picture is in the object store, but s3_endpoint is not set");
    let file = app.object_store().ok_or_else(without)?.get(key).await?;
    // It was deleted at this moment, or by somebody else.
    file.ok_or(Error::NotFound)
}

/// In letters and digits, like all our tags.
fn etag(id: PictureId, width: impl std::fmt::Display) -> Result<HeaderValue> {
    HeaderValue::try_from(format!("\"{}w{width}\"", Uuid::from(id).simple()))
        .map_err(|error| Error::internal(format!("etag: {error}")))
}

/// The file that was found.
struct File {
    width: i64,
    media_type: String,
    /// Null if the client has it, or it's in the object store.
    content: Option<Bytes>,
    /// Null if the client has it, or it's in Postgres.
    key: Option<String>,
}

impl FromRow for File {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self {
            width: row.get("width")?,
            media_type: row.get("media_type")?,
            content: row.get("content")?,
            key: row.get("key")?,
        })
    }
}
