//! The database's shape: `migrations/NNNN_name.sql`, applied in order and never changed.
//!
//! sqlx does the work and records each file's checksum. Two runs are kept apart by an advisory lock in
//! the database, which a transaction holds on a connection of its own. sqlx would let the session hold
//! it, but behind a pooler such as PgBouncer the next statement may run in another session.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::database::Address;
use crate::{roles, workspace};

/// The advisory lock of a run.
const LOCK: i64 = 0x636f_6e6e_6563_746c;

/// A migration, and when it was applied.
#[derive(Debug)]
pub struct Status {
    /// The file's name.
    pub file: String,
    /// In UTC; `None` if it is pending.
    pub applied_at: Option<String>,
}

/// The project's migrations.
pub fn folder() -> PathBuf {
    workspace::root().join("migrations")
}

/// Applies what is pending and returns the names of those files. Refuses, and changes
/// nothing, when an applied file was changed or is missing.
///
/// Before that, makes the roles that the migrations grant to.
pub async fn run(url: &str) -> Result<Vec<String>> {
    roles::prepare_for_grants(&Address::parse(url)?).await?;
    run_from(&folder(), url).await
}

/// Like [`run`], from another folder.
pub async fn run_from(folder: &Path, url: &str) -> Result<Vec<String>> {
    let mut migrator = migrator(folder).await?;
    migrator.set_locking(false);
    let mut connection = connect(url).await?;
    let mut turn = turn(url).await?;
    let before = applied(&mut connection).await?;
    check(&migrator, &before)?;
    migrator.run(&mut connection).await.map_err(|error| explain(error, &migrator))?;
    let after = applied(&mut connection).await?;
    connection.close().await?;
    turn.execute("rollback").await?;
    turn.close().await?;
    let new = after.iter().filter(|(version, _)| !before.contains_key(version));
    Ok(new.map(|(version, applied)| file_name(*version, &applied.description)).collect())
}

/// Each file of the folder with the time it was applied.
pub async fn status(url: &str) -> Result<Vec<Status>> {
    let migrator = migrator(&folder()).await?;
    let mut connection = connect(url).await?;
    let applied = applied(&mut connection).await?;
    connection.close().await?;
    check(&migrator, &applied)?;
    let status = migrator.iter().map(|migration| Status {
        file: file_name(migration.version, &migration.description),
        applied_at: applied.get(&migration.version).map(|applied| applied.at.clone()),
    });
    Ok(status.collect())
}

/// Drops everything in the database's schema `public`, without asking.
pub async fn drop_everything(url: &str) -> Result<()> {
    let mut connection = connect(url).await?;
    // One message, so that all of it happens or nothing.
    connection
        .execute("drop schema if exists public cascade; create schema public;")
        .await
        .context("cannot drop the schema `public`; does the role own the database?")?;
    connection.close().await?;
    Ok(())
}

async fn connect(url: &str) -> Result<PgConnection> {
    PgConnection::connect(url).await.context("cannot connect to the database")
}

/// Waits until no other run is under way. Until the connection is closed, no other begins.
async fn turn(url: &str) -> Result<PgConnection> {
    let mut connection = connect(url).await?;
    let begin = format!(
        "begin; set local idle_in_transaction_session_timeout = 0; set local lock_timeout = 0; \
         set local statement_timeout = 0; select pg_advisory_xact_lock({LOCK});"
    );
    connection.execute(AssertSqlSafe(begin)).await.context("cannot wait for other runs")?;
    Ok(connection)
}

async fn migrator(folder: &Path) -> Result<Migrator> {
    Migrator::new(folder)
        .await
        .with_context(|| format!("cannot read the migrations in {}", folder.display()))
}

/// What the database remembers of a migration.
struct Applied {
    description: String,
    checksum: Vec<u8>,
    at: String,
}

async fn applied(connection: &mut PgConnection) -> Result<BTreeMap<i64, Applied>> {
    let table: Option<String> = sqlx::query_scalar("select to_regclass('_sqlx_migrations')::text")
        .fetch_one(&mut *connection)
        .await?;
    if table.is_none() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(i64, String, Vec<u8>, String)> = sqlx::query_as(
        "select version, description, checksum, \
         to_char(installed_on at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS \"UTC\"') \
         from _sqlx_migrations order by version",
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|(version, description, checksum, at)| {
        (version, Applied { description, checksum, at })
    });
    Ok(rows.collect())
}

/// Compares the files with the database's records before doing anything.
fn check(migrator: &Migrator, applied: &BTreeMap<i64, Applied>) -> Result<()> {
    for (version, applied) in applied {
        let file = file_name(*version, &applied.description);
        let Some(migration) = migrator.iter().find(|file| file.version == *version) else {
            bail!(
                "migrations/{file} was applied to this database, but is missing here: bring it \
                 back (is this an older checkout?), or start afresh with \
                 `cargo xtask migrate reset --yes`"
            );
        };
        if applied.checksum != *migration.checksum {
            bail!(
                "migrations/{file} was changed after it had been applied to this database: undo \
                 the change and put it into a new file, or start afresh with \
                 `cargo xtask migrate reset --yes`"
            );
        }
    }
    Ok(())
}

/// Names the file that an error is about.
fn explain(error: MigrateError, migrator: &Migrator) -> anyhow::Error {
    match error {
        MigrateError::ExecuteMigration(error, version) => {
            let file = migrator
                .iter()
                .find(|file| file.version == version)
                .map_or_else(|| version.to_string(), |file| file_name(version, &file.description));
            anyhow::Error::from(error).context(format!("migrations/{file} failed and was undone"))
        }
        other => other.into(),
    }
}

fn file_name(version: i64, description: &str) -> String {
    format!("{version:04}_{}.sql", description.replace(' ', "_"))
}
