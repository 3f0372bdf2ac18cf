//! The rows, which are the same for all contestants, and the user who reads them.

use anyhow::{Context, Result, bail};
use connectly_local::{migrate, roles, secret};
use connectly_markdown::VERSION;
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::access::Access;
use crate::client::{self, Answer};
use crate::contestant::Contestant;
use crate::postgres::{self, Postgres};
use crate::server::Server;

pub const PASSWORD: &str = "a password for the bench";

/// The token of the reader, who also writes.
const EMAIL: &str = "reader@example.com";

const AUTHORS: u32 = 100;

/// How many different words the posts have, besides those of their own.
const VOCABULARY: u32 = 20_000;

/// How many random ids are read, so that a cache of a few rows doesn't help.
const READ_IDS: u32 = 10_000;

/// How many pages are read. A cache has them all before it is measured.
const READ_PAGES: u32 = 20;

/// A post that has a page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Of Connectly's page.
    pub path: String,
    pub title: String,
    /// The post's text.
    pub html: String,
}

/// A database with its rows.
#[derive(Debug)]
pub struct Dataset {
    name: String,
    pub access: Access,
    /// The token of an ended session.
    pub dead_token: String,
    /// Random ids of posts.
    pub posts: Vec<String>,
    /// Random posts, which are read as pages.
    pub pages: Vec<Page>,
    /// E-mail addresses that can sign in.
    pub emails: Vec<String>,
    /// Ids.
    pub authors: Vec<String>,
}

impl Dataset {
    /// Makes a database with this many posts. Connectly makes the reader's account. All authors get
    /// the hash of its password, because making one takes long.
    pub async fn create(postgres: &Postgres, connectly: &Contestant, posts: u32) -> Result<Self> {
        let name = format!("bench_{posts}");
        postgres.execute(&[&drop_statement(&name), &format!("create database {name}")]).await?;
        let mut data = Self {
            access: Access {
                url: postgres.url(&name),
                jwt_secret: secret::random()?,
                token: String::new(),
                first_path: "/api/v1/blog/".to_owned(),
            },
            name,
            dead_token: String::new(),
            posts: Vec::new(),
            pages: Vec::new(),
            emails: Vec::new(),
            authors: Vec::new(),
        };
        let address = data.access.address()?;
        roles::prepare(&address, &roles::of_tests(&address.password)?).await?;
        migrate::run(&data.access.url).await?;
        data.sign_up(connectly).await?;
        data.fill(posts).await?;
        Ok(data)
    }

    /// Drops the database.
    pub async fn drop(self, postgres: &Postgres) -> Result<()> {
        postgres.execute(&[&drop_statement(&self.name)]).await
    }

    async fn sign_up(&mut self, connectly: &Contestant) -> Result<()> {
        let server = Server::start(connectly, &self.access).await?;
        let path = |name: &str| format!("/api/v1/user/{name}");
        let mut account = json!({ "email": EMAIL, "password": PASSWORD, "name": "Reader" });
        let answer = client::post(server.address, &path("signup"), "", &account).await?;
        self.access.token = token(&answer)?;
        account["name"].take();
        let answer = client::post(server.address, &path("signin"), "", &account).await?;
        self.dead_token = token(&answer)?;
        let nothing = json!({});
        client::post(server.address, &path("logout"), &self.dead_token, &nothing).await?;
        server.stop().await;
        Ok(())
    }

    async fn fill(&mut self, posts: u32) -> Result<()> {
        let mut connection = self.connect().await?;
        // An index for search is made faster at once than row by row.
        let index = "select pg_get_indexdef('post_search_vector_idx'::regclass)".to_owned();
        let index = strings(&mut connection, index).await?.concat();
        for statement in [
            "drop index post_search_vector_idx".to_owned(),
            insert_authors(),
            insert_posts(posts),
            index,
            "vacuum analyze".to_owned(),
            "checkpoint".to_owned(),
        ] {
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await?;
        }
        let ids = format!("select id::text from posts order by md5(id::text) limit {READ_IDS}");
        self.posts = strings(&mut connection, ids).await?;
        self.pages = pages(&mut connection).await?;
        self.access.first_path += self.posts.first().map_or("", String::as_str);
        let emails = format!("select email from users where email <> '{EMAIL}' order by email");
        self.emails = strings(&mut connection, emails).await?;
        let authors = format!("select id::text from users where email <> '{EMAIL}' order by id");
        self.authors = strings(&mut connection, authors).await?;
        connection.close().await.context("cannot close the connection")
    }

    /// The cursor of the `page`th page of 20, or of the last one before the end.
    pub async fn cursor(&self, page: u32) -> Result<String> {
        let mut connection = self.connect().await?;
        // The format of `connectly_types::Cursor`: time and id, in base64url.
        let query = format!(
            "with place as (
                select created_at, id from posts where published
                order by created_at desc, id desc
                offset (
                    select least(({page} - 1) * 20, count(*) / 20 * 20 - 20) - 1 from posts
                )
                limit 1
            )
            select translate(encode(
                int8send((extract(epoch from created_at) * 1000000)::bigint) || uuid_send(id),
                'base64'
            ), '+/', '-_')
            from place"
        );
        let cursor = strings(&mut connection, query).await?;
        connection.close().await?;
        cursor.into_iter().next().context("this page does not exist")
    }

    /// Deletes what a measurement has written, so that the next one starts from the same rows.
    pub async fn take_back_what_was_written(&self) -> Result<()> {
        let mut connection = self.connect().await?;
        for statement in [
            "delete from posts where title = 'Written by the bench'",
            "delete from sessions where user_id <> (select id from users where name = 'Reader')",
            "vacuum analyze posts, sessions",
            // Otherwise it would run during another contestant's measurement.
            "checkpoint",
        ] {
            sqlx::raw_sql(statement).execute(&mut connection).await?;
        }
        connection.close().await.context("cannot close the connection")
    }

    /// A connection to the rows.
    pub async fn connect(&self) -> Result<PgConnection> {
        postgres::connect(&self.access.url).await
    }
}

fn token(answer: &Answer) -> Result<String> {
    match answer.json["jwt"].as_str() {
        Some(jwt) => Ok(jwt.to_owned()),
        None => bail!("Connectly answers {}: {}", answer.status, answer.json),
    }
}

async fn strings(connection: &mut PgConnection, query: String) -> Result<Vec<String>> {
    let rows = sqlx::query_scalar(AssertSqlSafe(query)).fetch_all(connection).await;
    rows.context("cannot read the rows of the bench")
}

async fn pages(connection: &mut PgConnection) -> Result<Vec<Page>> {
    let query = format!(
        "select address, title, html from published_posts order by md5(id::text) limit {READ_PAGES}"
    );
    let rows: Vec<(String, String, String)> =
        sqlx::query_as(AssertSqlSafe(query)).fetch_all(connection).await?;
    let page = |(path, title, html)| Page { path, title, html };
    Ok(rows.into_iter().map(page).collect())
}

fn drop_statement(database: &str) -> String {
    format!("drop database if exists {database} with (force)")
}

/// A version 7 UUID for row `i`, dated that many seconds after the year began. It is the same in
/// each run, and ordered by time like the application's.
const ID: &str = "(
    lpad(to_hex((extract(epoch from timestamptz '2026-01-01 00:00:00Z')::bigint + i) * 1000), 12, '0')
    || '7' || substr(md5(i::text), 1, 3) || '8' || substr(md5(i::text), 4, 15)
)::uuid";

fn insert_authors() -> String {
    format!(
        "insert into users (id, email, name, password_hash)
        select {ID}, 'author' || i || '@example.com', 'Author ' || i,
            (select password_hash from users where email = '{EMAIL}')
        from generate_series(1, {AUTHORS}) as i"
    )
}

/// The HTML of a post's text, which is one line of words: what the application keeps.
const HTML: &str = r"'<p>' || trim(text) || E'</p>\n'";

/// Each post has a word of its own, and a part of one long text, in which a word is the rarer, the larger
/// its number. `w1` is in all posts, `w100` in most, and `w10000` in one of a hundred.
fn insert_posts(posts: u32) -> String {
    format!(
        "with authors as (
            select array_agg(id order by id) as ids from users where email <> '{EMAIL}'
        ),
        words as materialized (
            select string_agg('w' || floor(exp(share * ln({VOCABULARY}::float8))), ' ' order by i) as text
            from (
                select i, ('x' || left(md5(i::text), 8))::bit(32)::bigint / 4294967296.0::float8 as share
                from generate_series(1, 50000) as i
            ) as random
        ),
        texts as materialized (
            select i, left(md5(i::text) || ' ' || substr(text, (1 + i * 7919::bigint % 200000)::int, 1024), 1024)
                as text
            from words, generate_series(1, {posts}) as i
        )
        insert into posts (
            id, author_id, title, content, html, published, created_at, updated_at,
            excerpt, reading_minutes, summary_version, summary_revision
        )
        select {ID}, authors.ids[1 + i % {AUTHORS}], 'Post ' || i, text,
            {HTML}, true,
            timestamptz '2026-01-01 00:00:00Z' + i * interval '1 second',
            timestamptz '2026-01-01 00:00:00Z' + i * interval '1 second',
            left(text, 280), 1, {VERSION}, 1
        from authors, texts"
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_html_is_what_the_application_would_keep() {
        let text = "0a1b w1 w20 w3";
        assert_eq!(connectly_markdown::render(text), format!("<p>{text}</p>\n"));
    }
}
