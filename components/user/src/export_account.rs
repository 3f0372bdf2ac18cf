//! `GET /api/v1/user/export`

use axum::http::HeaderValue;
use connectly_export::archive;
use connectly_service::{Call, DbError, Error, FromRow, Reply, Result, Row, params};
use connectly_types::{
    AccountExport, ContentDisposition, Cover, Cursor, Endpoint as _, ExportFormat, ExportedPost,
    Link, PostAuthor, PostHead, PostId, User,
    limits::{EXPORT_BYTES_MAX, EXPORT_POSTS_MAX},
    operation::ExportAccount,
};
use serde::Deserialize;

use crate::{list_sessions::sessions_of, pictures::pictures_of, user::Profile};

/// A part of everything that is stored about the caller, as a file.
///
/// In parts, so that a guest's memory is bounded and nothing is left out silently. Three statements:
/// the sessions and the pictures are read first.
pub async fn export_account(call: Call<ExportAccount>) -> Result<Reply<ExportAccount>> {
    let Call { caller, query, db, .. } = call;
    let sessions = sessions_of(caller, &db).await?;
    let pictures = pictures_of(caller, &db).await?;
    let rows: Vec<PartRow> = db
        .query(
            include_str!("export_account.sql"),
            params![
                caller,
                query.cursor.map(|cursor| cursor.time),
                query.cursor.map(|cursor| cursor.id),
                i64::from(EXPORT_POSTS_MAX),
                i64::from(EXPORT_BYTES_MAX),
            ],
        )
        .await?;

    let mut rows = rows.into_iter();
    let first = rows.next().ok_or(Error::BadToken)?;
    let PartRow { exported_at, user, signed_up_at, former_handles, post } = first;
    let posts: Vec<_> = post.into_iter().chain(rows.filter_map(|row| row.post)).collect();
    let next_cursor = next_cursor(&posts).map(|cursor| cursor.to_string());
    let posts = posts.into_iter().map(|part| part.post).collect();
    let export = AccountExport {
        exported_at,
        user,
        signed_up_at,
        former_handles,
        sessions,
        pictures,
        posts,
        next_cursor,
    };
    file(export, query.format)
}

/// Where the next part begins, if there is one.
fn next_cursor(posts: &[PartPost]) -> Option<Cursor> {
    let last = posts.last()?;
    (i64::try_from(posts.len()).ok()? < last.found).then_some(last.place)
}

fn file(export: AccountExport, format: ExportFormat) -> Result<Reply<ExportAccount>> {
    let day: String = export.exported_at.chars().take("2026-02-03".len()).collect();
    let ending = match format {
        ExportFormat::Json => "json",
        ExportFormat::Archive => "zip",
    };
    let disposition = value(format!("attachment; filename=\"connectly-{day}.{ending}\""))?;
    let link = export.next_cursor.as_deref().map(|cursor| next_link(format, cursor)).transpose()?;
    let headers = (ContentDisposition(disposition), Link(link));
    match format {
        ExportFormat::Json => Ok(Reply::with(headers, export)),
        ExportFormat::Archive => archive(&export)
            .map(|bytes| Reply::file(headers, bytes))
            .map_err(|error| Error::internal(format!("archive: {error}"))),
    }
}

/// RFC 8288.
fn next_link(format: ExportFormat, cursor: &str) -> Result<HeaderValue> {
    let (path, format) = (ExportAccount::OPERATION.path, format.as_str());
    value(format!("<{path}?format={format}&cursor={cursor}>; rel=\"next\""))
}

fn value(text: String) -> Result<HeaderValue> {
    HeaderValue::try_from(text).map_err(|error| Error::internal(format!("header: {error}")))
}

struct PartRow {
    exported_at: String,
    user: User,
    signed_up_at: String,
    former_handles: Vec<String>,
    post: Option<PartPost>,
}

struct PartPost {
    post: ExportedPost,
    place: Cursor,
    found: i64,
}

impl FromRow for PartRow {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let profile: Profile = row.get_present_json("user_profile")?;
        let user = profile.of(row.get("user_id")?, row.get("user_email")?, row.get("user_name")?);
        Ok(Self {
            exported_at: row.get("exported_at")?,
            post: PartPost::from_row(row, &user)?,
            user,
            signed_up_at: row.get("signed_up_at")?,
            former_handles: row.get_json("former_handles")?.unwrap_or_default(),
        })
    }
}

/// The column `head`: a post without its text, as JSON.
#[derive(Deserialize)]
struct PartHead {
    title: String,
    published: bool,
    published_at: Option<String>,
    slug: Option<String>,
    tags: Vec<String>,
    cover: Option<Cover>,
    created_at: String,
    updated_at: String,
}

impl PartHead {
    fn of(self, id: PostId, author: &User) -> PostHead {
        let handle = &author.handle;
        let address = self.slug.as_ref().map(|slug| format!("/@{handle}/{slug}"));
        PostHead {
            id,
            title: self.title,
            published: self.published,
            published_at: self.published_at,
            slug: self.slug,
            address,
            tags: self.tags,
            cover: self.cover,
            author_id: author.id,
            author: PostAuthor {
                id: author.id,
                name: author.name.clone(),
                handle: Some(handle.clone()),
            },
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

impl PartPost {
    fn from_row(row: &Row<'_>, author: &User) -> Result<Option<Self>, DbError> {
        let Some(id) = row.get("id")? else { return Ok(None) };
        let head: PartHead = row.get_present_json("head")?;
        let post = ExportedPost {
            head: head.of(id, author),
            content: row.get("content")?,
            draft: row.get_json("draft")?,
        };
        let place = Cursor { time: row.get("created_at_microseconds")?, id };
        Ok(Some(Self { post, place, found: row.get("found")? }))
    }
}
