//! `GET /api/v1/user/export`

use axum::{
    Json,
    http::{
        HeaderName, HeaderValue,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, LINK},
    },
    response::{IntoResponse, Response},
};
use connectly_export::archive;
use connectly_service::{Author, Db, DbError, Error, FromRow, Query, Result, Row, params};
use connectly_types::{
    AccountExport, Cursor, ExportAccount, ExportFormat, ExportedPost, PostAuthor, User,
    limits::{EXPORT_BYTES_MAX, EXPORT_POSTS_MAX},
    operation::EXPORT_ACCOUNT,
};

use crate::list_sessions::sessions_of;

/// A part of everything that is stored about the caller, as a file.
///
/// In parts, so that a guest's memory is bounded and nothing is left out silently. Two statements:
/// the sessions are read first.
pub async fn export_account(
    author: Author,
    db: Db,
    Query(query): Query<ExportAccount>,
) -> Result<Response> {
    let sessions = sessions_of(author, &db).await?;
    let rows: Vec<PartRow> = db
        .query(
            include_str!("export_account.sql"),
            params![
                author.session,
                query.cursor.map(|cursor| cursor.created_at),
                query.cursor.map(|cursor| cursor.id),
                i64::from(EXPORT_POSTS_MAX),
                i64::from(EXPORT_BYTES_MAX),
            ],
        )
        .await?;

    let mut rows = rows.into_iter();
    let first = rows.next().ok_or(Error::BadToken)?;
    let PartRow { exported_at, user, signed_up_at, post } = first;
    let posts: Vec<_> = post.into_iter().chain(rows.filter_map(|row| row.post)).collect();
    let next_cursor = next_cursor(&posts).map(|cursor| cursor.to_string());
    let posts = posts.into_iter().map(|part| part.post).collect();
    let export = AccountExport { exported_at, user, signed_up_at, sessions, posts, next_cursor };
    file(&export, query.format)
}

/// Where the next part begins, if there is one.
fn next_cursor(posts: &[PartPost]) -> Option<Cursor> {
    let last = posts.last()?;
    (i64::try_from(posts.len()).ok()? < last.found).then_some(last.place)
}

fn file(export: &AccountExport, format: ExportFormat) -> Result<Response> {
    let day: String = export.exported_at.chars().take("2026-02-03".len()).collect();
    let ending = match format {
        ExportFormat::Json => "json",
        ExportFormat::Archive => "zip",
    };
    let disposition = format!("attachment; filename=\"connectly-{day}.{ending}\"");
    let headers = [
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONTENT_DISPOSITION, value(disposition)?),
    ];
    let link = export.next_cursor.as_deref().map(|cursor| next_link(format, cursor)).transpose()?;
    let body = match format {
        ExportFormat::Json => Json(export).into_response(),
        ExportFormat::Archive => {
            let bytes =
                archive(export).map_err(|error| Error::internal(format!("archive: {error}")))?;
            ([(CONTENT_TYPE, "application/zip")], bytes).into_response()
        }
    };
    let mut response = (EXPORT_ACCOUNT.success, headers, body).into_response();
    response.headers_mut().extend(link);
    Ok(response)
}

/// RFC 8288.
fn next_link(format: ExportFormat, cursor: &str) -> Result<(HeaderName, HeaderValue)> {
    let (path, format) = (EXPORT_ACCOUNT.path, format.as_str());
    Ok((LINK, value(format!("<{path}?format={format}&cursor={cursor}>; rel=\"next\""))?))
}

fn value(text: String) -> Result<HeaderValue> {
    HeaderValue::try_from(text).map_err(|error| Error::internal(format!("header: {error}")))
}

struct PartRow {
    exported_at: String,
    user: User,
    signed_up_at: String,
    post: Option<PartPost>,
}

struct PartPost {
    post: ExportedPost,
    place: Cursor,
    found: i64,
}

impl FromRow for PartRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self {
            exported_at: row.get("exported_at")?,
            user: User {
                id: row.get("user_id")?,
                email: row.get("user_email")?,
                name: row.get("user_name")?,
            },
            signed_up_at: row.get("signed_up_at")?,
            post: Option::from_row(row)?,
        })
    }
}

impl FromRow for PartPost {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let id = row.get("id")?;
        let author_id = row.get("author_id")?;
        Ok(Self {
            post: ExportedPost {
                id,
                title: row.get("title")?,
                content: row.get("content")?,
                published: row.get("published")?,
                author_id,
                author: PostAuthor { id: author_id, name: row.get("author_name")? },
                created_at: row.get("created_at")?,
                updated_at: row.get("updated_at")?,
            },
            place: Cursor { created_at: row.get("created_at_microseconds")?, id },
            found: row.get("found")?,
        })
    }
}
