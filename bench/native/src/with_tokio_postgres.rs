//! The database through tokio-postgres, with each connection's statements prepared once.

use anyhow::{Context, Result};
use connectly_markdown::{VERSION, render};
use connectly_types::{
    ContentForm, Cursor, ListPosts, ListedPost, Post, PostAuthor, PostHead, PostId, SessionId,
    User, UserId,
};
use deadpool_postgres::{Manager, Pool, PoolError};
use tokio_postgres::types::ToSql;
use tokio_postgres::{NoTls, Row};
use uuid::Uuid;

use crate::database::{
    ADDRESS, COUNTED, CREATE_POST, Database, Error, FoundPage, LIST_POSTS, Listed, NewPost,
    NewSession, OTHERS, READ_CREDENTIALS, READ_PAGE, READ_POST, SESSION_ENDED, SIGN_IN, body, json,
    reading_minutes, user,
};

pub struct WithTokioPostgres(Pool);

impl WithTokioPostgres {
    pub fn open(url: &str, connections: u32) -> Result<Self> {
        let manager = Manager::new(url.parse().context("not the URL of a database")?, NoTls);
        let pool = Pool::builder(manager).max_size(usize::try_from(connections)?).build()?;
        Ok(Self(pool))
    }

    async fn query(
        &self,
        statement: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Error> {
        let connection = self.0.get().await?;
        let statement = connection.prepare_cached(statement).await?;
        Ok(connection.query(&statement, parameters).await?)
    }
}

impl Database for WithTokioPostgres {
    async fn read_post(
        &self,
        session: Option<SessionId>,
        post: PostId,
    ) -> Result<Option<Post>, Error> {
        let parameters: [&(dyn ToSql + Sync); 3] =
            [&session.map(Uuid::from), &Uuid::from(post), &(VERSION as i32)];
        let rows = self.query(READ_POST, &parameters).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        if row.try_get::<_, Option<Uuid>>("id")?.is_none() {
            return Ok(None);
        }
        let content: String = row.try_get("content")?;
        let html: Option<String> = row.try_get("html")?;
        let draft: Option<String> = row.try_get("draft_text")?;
        Ok(Some(Post {
            head: head(row)?,
            reading_minutes: reading_minutes(row.try_get("reading_minutes")?, &content),
            html: html.unwrap_or_else(|| render(&content)),
            draft: draft.as_deref().map(json).transpose()?,
            content,
        }))
    }

    async fn read_page(&self, handle: &str, slug: &str) -> Result<FoundPage, Error> {
        let parameters: [&(dyn ToSql + Sync); 5] = [&handle, &slug, &VERSION, &OTHERS, &COUNTED];
        let rows = self.query(READ_PAGE, &parameters).await?;
        let row = rows.first().ok_or_else(|| Error::Failed("no row".to_owned()))?;
        Ok(FoundPage {
            post: row.try_get("post")?,
            author: row.try_get("author")?,
            others: row.try_get("others")?,
        })
    }

    async fn list_posts(&self, session: SessionId, list: ListPosts) -> Result<Vec<Listed>, Error> {
        let parameters: [&(dyn ToSql + Sync); 10] = [
            &Uuid::from(session),
            &list.author.map(Uuid::from),
            &list.handle.map(String::from),
            &list.tag.map(|tag| tag.key().to_owned()),
            &list.cursor.map(|cursor| cursor.time),
            &list.cursor.map(|cursor| Uuid::from(cursor.id)),
            &(i64::from(list.limit) + 1),
            &(list.content == ContentForm::Excerpt),
            &VERSION,
            &list.published,
        ];
        let rows = self.query(LIST_POSTS, &parameters).await?;
        rows.iter().map(|row| listed(row, list.content)).collect()
    }

    async fn create_post(&self, session: SessionId, post: NewPost) -> Result<(), Error> {
        let parameters: [&(dyn ToSql + Sync); 16] = [
            &Uuid::from(session),
            &Uuid::from(post.id),
            &post.title,
            &post.content,
            &post.published,
            &post.excerpt,
            &post.reading_minutes,
            &post.html,
            &VERSION,
            &post.published_at,
            &post.slug,
            &post.tags,
            &post.tag_keys,
            &post.cover,
            &post.cover_alt,
            &post.words,
        ];
        self.query(CREATE_POST, &parameters).await?;
        Ok(())
    }

    async fn read_credentials(&self, email: &str) -> Result<Option<(UserId, String)>, Error> {
        let off = None::<Vec<i64>>;
        let parameters: [&(dyn ToSql + Sync); 7] =
            [&email, &ADDRESS, &off, &off, &off, &0_i64, &1_i64];
        let rows = self.query(READ_CREDENTIALS, &parameters).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let Some(id) = row.try_get::<_, Option<Uuid>>("id")? else { return Ok(None) };
        Ok(Some((UserId::from(id), row.try_get("password_hash")?)))
    }

    async fn sign_in(&self, session: NewSession) -> Result<Option<User>, Error> {
        let off = None::<Vec<i64>>;
        let parameters: [&(dyn ToSql + Sync); 10] = [
            &session.email,
            &ADDRESS,
            &off,
            &off,
            &Uuid::from(session.user),
            &session.verified_hash,
            &None::<String>,
            &Uuid::from(session.id),
            &session.validity_seconds,
            &None::<String>,
        ];
        let rows = self.query(SIGN_IN, &parameters).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let id = row.try_get::<_, Uuid>("id")?.into();
        let profile: String = row.try_get("profile")?;
        user(id, row.try_get("email")?, row.try_get("name")?, &profile).map(Some)
    }
}

fn listed(row: &Row, form: ContentForm) -> Result<Listed, Error> {
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

fn head(row: &Row) -> Result<PostHead, Error> {
    let author_id = row.try_get::<_, Uuid>("author_id")?.into();
    let cover: Option<String> = row.try_get("cover_text")?;
    Ok(PostHead {
        id: row.try_get::<_, Uuid>("id")?.into(),
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

impl From<tokio_postgres::Error> for Error {
    fn from(error: tokio_postgres::Error) -> Self {
        if error.code().is_some_and(|code| code.code() == SESSION_ENDED) {
            return Self::SessionEnded;
        }
        Self::Failed(error.to_string())
    }
}

impl From<PoolError> for Error {
    fn from(error: PoolError) -> Self {
        Self::Failed(error.to_string())
    }
}
