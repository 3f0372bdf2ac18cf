//! The index for search, `post_search`: brought up to date with the language that is set, and with what
//! `crates/markdown` makes of a text.

use anyhow::{Context, Result, bail};
use connectly_markdown::{VERSION, plain_text};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

/// The setting that says which of Postgres's text search configurations to use.
pub const LANGUAGE: &str = "SEARCH_LANGUAGE";

/// How many posts are written at once. Meanwhile, nobody can change them.
const BATCH: i64 = 10;

/// Posts after this one, in order, that aren't indexed as they would be today.
const OUTDATED: &str = "
    select posts.id::text, posts.revision, posts.content
    from posts
    left join post_search on post_search.post_id = posts.id
    where
        posts.id > $1::uuid
        and (
            post_search.post_id is null
            or post_search.version < $2
            or post_search.language <> search_language()::text
        )
    order by posts.id
    limit $3";

/// The words of posts, unless somebody has changed their texts meanwhile.
const KEEP_WORDS: &str = "
    insert into post_search (post_id, version, revision, words)
    select posts.id, $4, given.revision, given.words
    from unnest($1::uuid[], $2::bigint[], $3::text[]) as given (id, revision, words)
    join posts on posts.id = given.id and posts.revision = given.revision
    on conflict (post_id) do update
    set version = excluded.version, revision = excluded.revision, words = excluded.words
    where post_search.revision <= excluded.revision";

/// Indexes them, as they are by now.
const INDEX: &str = "select index_post(posts) from posts where posts.id = any($1::uuid[])";

/// Changes the language, if there is another one, and indexes all posts that were indexed in another way or
/// not at all. Returns their number.
pub async fn update(url: &str, language: Option<&str>) -> Result<usize> {
    let mut connection =
        PgConnection::connect(url).await.context("cannot connect to the database")?;
    if let Some(language) = language {
        set_language(&mut connection, language).await?;
    }
    let mut last = "00000000-0000-0000-0000-000000000000".to_owned();
    let mut count = 0;
    loop {
        let batch: Vec<(String, i64, String)> = sqlx::query_as(OUTDATED)
            .bind(&last)
            .bind(VERSION)
            .bind(BATCH)
            .fetch_all(&mut connection)
            .await
            .context("cannot look for posts that aren't indexed for search")?;
        let Some((id, ..)) = batch.last() else { break };
        last.clone_from(id);
        count += batch.len();
        index(&mut connection, batch).await.context("cannot index posts for search")?;
    }
    connection.close().await?;
    Ok(count)
}

async fn index(connection: &mut PgConnection, posts: Vec<(String, i64, String)>) -> Result<()> {
    let words: Vec<_> = posts.iter().map(|(.., content)| plain_text(content)).collect();
    let (ids, revisions): (Vec<_>, Vec<_>) =
        posts.into_iter().map(|(id, revision, _)| (id, revision)).unzip();
    let mut transaction = connection.begin().await?;
    sqlx::query(KEEP_WORDS)
        .bind(&ids)
        .bind(revisions)
        .bind(words)
        .bind(VERSION)
        .execute(&mut *transaction)
        .await?;
    sqlx::query(INDEX).bind(&ids).execute(&mut *transaction).await?;
    Ok(transaction.commit().await?)
}

async fn set_language(connection: &mut PgConnection, language: &str) -> Result<()> {
    let literal: Result<String, _> =
        sqlx::query_scalar("select quote_literal($1::text::regconfig)")
            .bind(language)
            .fetch_one(&mut *connection)
            .await;
    let Ok(literal) = literal else {
        let query = "select string_agg(cfgname, ', ' order by cfgname) from pg_ts_config";
        let known: String = sqlx::query_scalar(query).fetch_one(connection).await?;
        bail!("{LANGUAGE} is `{language}`, which this Postgres doesn't know. It knows {known}");
    };
    let is_new: bool = sqlx::query_scalar("select search_language() <> $1::text::regconfig")
        .bind(language)
        .fetch_one(&mut *connection)
        .await?;
    if is_new {
        let statement = format!(
            "create or replace function search_language() returns regconfig \
             language sql immutable parallel safe return {literal}::regconfig"
        );
        connection.execute(AssertSqlSafe(statement)).await?;
    }
    Ok(())
}
