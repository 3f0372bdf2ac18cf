//! The router and its handlers.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path, Query, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use connectly_auth::{Claims, HashedPassword, TOKEN_VALIDITY, TokenKey};
use connectly_markdown::Derived;
use connectly_types::{
    CreatePost, CreatedPost, Endpoint as _, Input, ListPosts, ListPostsQuery, PostId, PostPage,
    ReadPost, SessionId, SignIn, SignedIn, Slug, Timestamp, limits::EXCERPT_MAX, operation, parse,
};
use serde_json::Value;
use uuid::Uuid;

use crate::database::{Database, Error, NewPost, NewSession};
use crate::page::Built;

struct App<D> {
    database: D,
    key: TokenKey,
    built: Built,
}

/// An error is only a status here, because nothing reads more.
struct Refused(StatusCode);

type Result<T> = std::result::Result<T, Refused>;

pub fn router<D: Database>(database: D, key: TokenKey, built: Built) -> Router {
    Router::new()
        .route(operation::CreatePost::OPERATION.path, post(create_post::<D>))
        .route(operation::ListPosts::OPERATION.path, get(list_posts::<D>))
        .route(operation::ReadPost::OPERATION.path, get(read_post::<D>))
        .route(operation::SignIn::OPERATION.path, post(sign_in::<D>))
        .route("/{handle}/{slug}", get(read_page::<D>))
        .with_state(Arc::new(App { database, key, built }))
}

async fn read_post<D: Database>(
    State(app): State<Arc<App<D>>>,
    Reader(session): Reader,
    Path(id): Path<Uuid>,
) -> Result<impl IntoResponse> {
    let post = app.database.read_post(session, PostId::from(id)).await?;
    Ok(Json(ReadPost { post: post.ok_or(Refused(StatusCode::NOT_FOUND))? }))
}

async fn read_page<D: Database>(
    State(app): State<Arc<App<D>>>,
    Path((handle, slug)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response> {
    let handle = handle.strip_prefix('@').ok_or(Refused(StatusCode::NOT_FOUND))?;
    let found = app.database.read_page(handle, &slug).await?;
    app.built.answer(&found, &headers)?.ok_or(Refused(StatusCode::NOT_FOUND))
}

async fn list_posts<D: Database>(
    State(app): State<Arc<App<D>>>,
    Session(session): Session,
    Query(query): Query<ListPostsQuery>,
) -> Result<impl IntoResponse> {
    let list = ListPosts::try_from(query).map_err(|_| Refused(StatusCode::BAD_REQUEST))?;
    let limit = usize::try_from(list.limit).unwrap_or(usize::MAX);
    let mut listed = app.database.list_posts(session, list).await?;
    let has_next = listed.len() > limit;
    listed.truncate(limit);
    let next_cursor = listed.last().filter(|_| has_next).map(|last| last.place.to_string());
    let posts = listed.into_iter().map(|listed| listed.post).collect();
    Ok(Json(PostPage { posts, next_cursor }))
}

async fn create_post<D: Database>(
    State(app): State<Arc<App<D>>>,
    Session(session): Session,
    body: Bytes,
) -> Result<impl IntoResponse> {
    let input: CreatePost = valid(&body)?;
    let id = PostId::from(Uuid::now_v7());
    let title = input.title.map(String::from).unwrap_or_default();
    let content = input.content.map(String::from).unwrap_or_default();
    let slug = input.slug.unwrap_or_else(|| Slug::of_title(&title));
    let tags = input.tags.unwrap_or_default();
    let made = Derived::of(&content, EXCERPT_MAX as usize);
    let post = NewPost {
        id,
        published: input.published.unwrap_or(true),
        excerpt: made.excerpt,
        reading_minutes: made.reading_minutes.into(),
        html: made.html,
        words: made.words,
        published_at: input.published_at.map(Timestamp::microseconds),
        slug: slug.into(),
        tags: Value::from(tags.labels()).to_string(),
        tag_keys: Value::from(tags.keys()).to_string(),
        cover: input.cover.map(String::from),
        cover_alt: input.cover_alt.map(String::from),
        title,
        content,
    };
    app.database.create_post(session, post).await?;
    Ok((StatusCode::CREATED, Json(CreatedPost { id })))
}

async fn sign_in<D: Database>(
    State(app): State<Arc<App<D>>>,
    body: Bytes,
) -> Result<impl IntoResponse> {
    const WRONG: Refused = Refused(StatusCode::UNAUTHORIZED);

    let SignIn { email, password } = valid(&body)?;
    let (user, hash) = app.database.read_credentials(email.as_str()).await?.ok_or(WRONG)?;
    // A hash takes tens of milliseconds, so it runs on a separate thread.
    let verified = tokio::task::spawn_blocking(move || {
        let hash = HashedPassword::from_stored(hash);
        hash.verify(&password).then_some(hash)
    });
    let hash = verified.await.ok().flatten().ok_or(WRONG)?;
    let session = SessionId::from(Uuid::now_v7());
    let jwt = app
        .key
        .issue(Claims { user, session }, TOKEN_VALIDITY)
        .map_err(|_| Refused(StatusCode::INTERNAL_SERVER_ERROR))?;
    let session = NewSession {
        id: session,
        email: email.as_str().to_owned(),
        user,
        verified_hash: hash.as_str().to_owned(),
        validity_seconds: TOKEN_VALIDITY.as_secs().cast_signed(),
    };
    let user = app.database.sign_in(session).await?.ok_or(WRONG)?;
    Ok(Json(SignedIn { jwt, user }))
}

fn valid<T: Input>(body: &[u8]) -> Result<T> {
    parse(body).map_err(|_| Refused(StatusCode::BAD_REQUEST))
}

/// The session of a token with our signature. The statement checks that it is live.
struct Session(SessionId);

impl<D: Database> FromRequestParts<Arc<App<D>>> for Session {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App<D>>) -> Result<Self> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer "));
        let claims = token.and_then(|token| app.key.verify(token).ok());
        claims.map(|claims| Self(claims.session)).ok_or(Refused(StatusCode::UNAUTHORIZED))
    }
}

/// The session of a token, or nobody in particular.
struct Reader(Option<SessionId>);

impl<D: Database> FromRequestParts<Arc<App<D>>> for Reader {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App<D>>) -> Result<Self> {
        if !parts.headers.contains_key(AUTHORIZATION) {
            return Ok(Self(None));
        }
        let Session(session) = Session::from_request_parts(parts, app).await?;
        Ok(Self(Some(session)))
    }
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        match error {
            Error::SessionEnded => Self(StatusCode::UNAUTHORIZED),
            Error::Failed(log) => {
                eprintln!("{log}");
                Self(StatusCode::SERVICE_UNAVAILABLE)
            }
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}
