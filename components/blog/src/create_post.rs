//! `POST /api/v1/blog`

use axum::{
    Json,
    extract::State,
    http::header::{ETAG, LOCATION},
    response::IntoResponse,
};
use connectly_service::{
    App, Author, Db, DbError, Error, FromRow, Result, Revision, Row, Valid, begin_writing, new_id,
    params,
};
use connectly_types::{
    CreatePost, CreatedPost, PostId,
    operation::{CREATE_POST, READ_POST},
};

use crate::summary::{SUMMARY_VERSION, Summary};

/// Writes a post, or a draft.
pub async fn create_post(
    author: Author,
    State(app): State<App>,
    db: Db,
    Valid(input): Valid<CreatePost>,
) -> Result<impl IntoResponse> {
    begin_writing(author, &app, &db).await?;
    let id: PostId = new_id();
    let published = input.published.unwrap_or(true);
    let summary = Summary::of(&input.content);
    let created: Option<Created> = db
        .query_one(
            include_str!("create_post.sql"),
            params![
                author.session,
                id,
                input.title,
                input.content,
                published,
                summary.excerpt,
                i64::from(summary.reading_minutes),
                SUMMARY_VERSION,
            ],
        )
        .await
        // The account is being deleted at this moment.
        .map_err(|error| error.on_constraint("posts_author_id_fkey", Error::BadToken))?;
    let Created(revision) = created.ok_or(Error::BadToken)?;

    let location = READ_POST.path.replace("{id}", &id.to_string());
    let headers = ([(LOCATION, location)], [(ETAG, revision.etag())]);
    Ok((CREATE_POST.success, headers, Json(CreatedPost { id })))
}

/// The new post's revision.
struct Created(Revision);

impl FromRow for Created {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        row.get("revision").map(Revision).map(Self)
    }
}
