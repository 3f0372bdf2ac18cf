//! Migrations, on a real Postgres.

use std::path::Path;

use connectly_local::migrate::{drop_everything, run_from};
use connectly_local::postgres::Cluster;
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

const FIRST: (&str, &str) = ("0001_first.sql", "create table first (id integer);");
const SECOND: (&str, &str) = ("0002_two_words.sql", "create table second (id integer);");

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(name, text)| write(folder.path(), name, text));
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    std::fs::write(folder.join(name), text).unwrap();
}

async fn server() -> (Cluster, String) {
    let cluster = Cluster::temporary().await.unwrap();
    let url = cluster.url("postgres");
    (cluster, url)
}

#[tokio::test]
async fn only_what_is_pending_is_applied() {
    let (_cluster, url) = server().await;
    let folder = folder(&[FIRST]);
    assert_eq!(run_from(folder.path(), &url).await.unwrap(), [FIRST.0]);
    write(folder.path(), SECOND.0, SECOND.1);
    assert_eq!(run_from(folder.path(), &url).await.unwrap(), [SECOND.0]);
    assert!(run_from(folder.path(), &url).await.unwrap().is_empty());
}

#[tokio::test]
async fn many_runs_at_once_apply_each_file_once() {
    let (_cluster, url) = server().await;
    // Slow, so that the runs overlap.
    let slow = ("0001_slow.sql", "select pg_sleep(0.3); create table slow (id integer);");
    let folder = folder(&[slow, SECOND]);
    let run = || run_from(folder.path(), &url);
    let (one, two, three, four) = tokio::join!(run(), run(), run(), run());
    for result in [one, two, three, four] {
        result.unwrap();
    }
    assert!(run().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_changed_file_is_named_and_nothing_is_applied() {
    let (_cluster, url) = server().await;
    let folder = folder(&[FIRST]);
    run_from(folder.path(), &url).await.unwrap();
    write(folder.path(), FIRST.0, "create table first (id bigint);");
    write(folder.path(), SECOND.0, SECOND.1);
    let error = run_from(folder.path(), &url).await.unwrap_err().to_string();
    assert!(error.contains("0001_first.sql") && error.contains("was changed"), "{error}");
    let mut connection = PgConnection::connect(&url).await.unwrap();
    let second: Option<String> = sqlx::query_scalar("select to_regclass('second')::text")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(second, None);
}

#[tokio::test]
async fn a_missing_file_is_named() {
    let (_cluster, url) = server().await;
    let folder = folder(&[FIRST, SECOND]);
    run_from(folder.path(), &url).await.unwrap();
    std::fs::remove_file(folder.path().join(SECOND.0)).unwrap();
    let error = run_from(folder.path(), &url).await.unwrap_err().to_string();
    assert!(error.contains("0002_two_words.sql") && error.contains("is missing"), "{error}");
}

#[tokio::test]
async fn a_file_that_fails_is_named_and_can_be_corrected() {
    let (_cluster, url) = server().await;
    let folder = folder(&[FIRST, ("0002_broken.sql", "create table half (id integer); nonsense;")]);
    let error = format!("{:#}", run_from(folder.path(), &url).await.unwrap_err());
    assert!(error.contains("0002_broken.sql") && error.contains("nonsense"), "{error}");
    write(folder.path(), "0002_broken.sql", "create table half (id integer);");
    assert_eq!(run_from(folder.path(), &url).await.unwrap(), ["0002_broken.sql"]);
}

#[tokio::test]
async fn after_a_reset_all_is_applied_again() {
    let (_cluster, url) = server().await;
    let folder = folder(&[FIRST, SECOND]);
    run_from(folder.path(), &url).await.unwrap();
    drop_everything(&url).await.unwrap();
    assert_eq!(run_from(folder.path(), &url).await.unwrap(), [FIRST.0, SECOND.0]);
}
