//! The database through sqlx, which caches each connection's prepared statements.

use anyhow::{Context, Result};
use connectly_markdown::{VERSION, render};
use connectly_types::{
    ContentForm, Cursor, ListPosts, ListedPost, Post, PostAuthor, PostHead, PostId, SessionId,
    User, UserId,
};
use sqlx::postgres::{PgPoolOptions, PgRow};
use sqlx::{PgPool, Row};
use uuid::Uuid;

use crate::database::{
    ADDRESS, COUNTED, CREATE_POST, Database, Error, FoundPage, LIST_POSTS, Listed, NewPost,
    NewSession, OTHERS, READ_CREDENTIALS, READ_PAGE, READ_POST, SESSION_ENDED, SIGN_IN, body, json,
    reading_minutes, user,
};

pub struct WithSqlx(PgPool);

impl WithSqlx {
    pub async fn open(url: &str, connections: u32) -> Result<Self> {
        // No ping before each statement, because the other driver does without one too. A broken
        // connection shows when it is used.
        let options = PgPoolOptions::new().max_connections(connections).test_before_acquire(false);
        options.connect(url).await.map(Self).context("cannot connect to Postgres")
    }
}

impl Database for WithSqlx {
    async fn read_post(
        &self,
        session: Option<SessionId>,
        post: PostId,
    ) -> Result<Option<Post>, Error> {
        let query = sqlx::query(READ_POST)
            .bind(session.map(Uuid::from))
            .bind(Uuid::from(post))
            .bind(VERSION as i32);
        let row = query.fetch_one(&self.0).await?;
        if row.try_get::<Option<Uuid>, _>("id")?.is_none() {
            return Ok(None);
        }
        let content: String = row.try_get("content")?;
        let html: Option<String> = row.try_get("html")?;
        let draft: Option<String> = row.try_get("draft_text")?;
        Ok(Some(Post {
            head: head(&row)?,
            reading_minutes: reading_minutes(row.try_get("reading_minutes")?, &content),
            html: html.unwrap_or_else(|| render(&content)),
            draft: draft.as_deref().map(json).transpose()?,
            content,
        }))
    }

    async fn read_page(&self, handle: &str, slug: &str) -> Result<FoundPage, Error> {
        let query =
            sqlx::query(READ_PAGE).bind(handle).bind(slug).bind(VERSION).bind(OTHERS).bind(COUNTED);
        let row = query.fetch_one(&self.0).await?;
        Ok(FoundPage {
            post: row.try_get("post")?,
            author: row.try_get("author")?,
            others: row.try_get("others")?,
        })
    }

    async fn list_posts(&self, session: SessionId, list: ListPosts) -> Result<Vec<Listed>, Error> {
        let query = sqlx::query(LIST_POSTS)
            .bind(Uuid::from(session))
            .bind(list.author.map(Uuid::from))
            .bind(list.handle.map(String::from))
            .bind(list.tag.map(|tag| tag.key().to_owned()))
            .bind(list.cursor.map(|cursor| cursor.time))
            .bind(list.cursor.map(|cursor| Uuid::from(cursor.id)))
            .bind(i64::from(list.limit) + 1)
            .bind(list.content == ContentForm::Excerpt)
            .bind(VERSION)
            .bind(list.published);
        let rows = query.fetch_all(&self.0).await?;
        rows.iter().map(|row| listed(row, list.content)).collect()
    }

    async fn create_post(&self, session: SessionId, post: NewPost) -> Result<(), Error> {
        let query = sqlx::query(CREATE_POST)
            .bind(Uuid::from(session))
            .bind(Uuid::from(post.id))
            .bind(post.title)
            .bind(post.content)
            .bind(post.published)
            .bind(post.excerpt)
            .bind(post.reading_minutes)
            .bind(post.html)
            .bind(VERSION)
            .bind(post.published_at)
            .bind(post.slug)
            .bind(post.tags)
            .bind(post.tag_keys)
            .bind(post.cover)
            .bind(post.cover_alt)
            .bind(post.words);
        query.fetch_one(&self.0).await?;
        Ok(())
    }

    async fn read_credentials(&self, email: &str) -> Result<Option<(UserId, String)>, Error> {
        let query = sqlx::query(READ_CREDENTIALS)
            .bind(email)
            .bind(ADDRESS)
            .bind(None::<Vec<i64>>)
            .bind(None::<Vec<i64>>)
            .bind(None::<Vec<i64>>)
            .bind(0_i64)
            .bind(1_i64);
        let row = query.fetch_one(&self.0).await?;
        let Some(id) = row.try_get::<Option<Uuid>, _>("id")? else { return Ok(None) };
        Ok(Some((UserId::from(id), row.try_get("password_hash")?)))
    }

    async fn sign_in(&self, session: NewSession) -> Result<Option<User>, Error> {
        let query = sqlx::query(SIGN_IN)
            .bind(session.email)
            .bind(ADDRESS)
            .bind(None::<Vec<i64>>)
            .bind(None::<Vec<i64>>)
            .bind(Uuid::from(session.user))
            .bind(session.verified_hash)
            .bind(None::<String>)
            .bind(Uuid::from(session.id))
            .bind(session.validity_seconds)
            .bind(None::<String>);
        let Some(row) = query.fetch_optional(&self.0).await? else { return Ok(None) };
        let id = row.try_get::<Uuid, _>("id")?.into();
        let profile: String = row.try_get("profile")?;
        user(id, row.try_get("email")?, row.try_get("name")?, &profile).map(Some)
    }
}

fn listed(row: &PgRow, form: ContentForm) -> Result<Listed, Error> {
    let (head, text): (_, Option<String>) = (head(row)?, row.try_get("content")?);
    let kept = row.try_get("reading_minutes")?;
    let reading_minutes = reading_minutes(kept, text.as_deref().unwrap_or_default());
    let place = Cursor { time: row.try_get("listed_at_microseconds")?, id: head.id };
    let has_draft: Option<bool> = row.try_get("has_draft")?;
    let body = body(form, text, row.try_get("excerpt")?);
    Ok(Listed {
        post: ListedPost { head, body, reading_minutes, has_draft: has_draft.unwrap_or_default() },
        place,
    })
}

fn head(row: &PgRow) -> Result<PostHead, Error> {
    let author_id = row.try_get::<Uuid, _>("author_id")?.into();
    let cover: Option<String> = row.try_get("cover_text")?;
    Ok(PostHead {
        id: row.try_get::<Uuid, _>("id")?.into(),
        title: row.try_get("title")?,
        published: row.try_get("published")?,
        author_id,
        published_at: row.try_get("published_at")?,
        slug: row.try_get("slug")?,
        address: row.try_get("address")?,
        tags: row.try_get("tags")?,
        cover: cover.as_deref().map(json).transpose()?,
        author: PostAuthor {
            id: author_id,
            name: row.try_get("author_name")?,
            handle: row.try_get("author_handle")?,
        },
        created_at: row.try_get("created_at")?,
        updated_at: row.try_get("updated_at")?,
    })
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(|error| error.code());
        if code.as_deref() == Some(SESSION_ENDED) {
            return Self::SessionEnded;
        }
        Self::Failed(error.to_string())
    }
}
