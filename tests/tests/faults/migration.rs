//! A migration that runs while people read and write.

use std::time::{Duration, Instant};

use connectly_tests::{Stage, Traffic};
use tempfile::TempDir;

use crate::trial::{Found, InjectedFault, Trial, crowd, length, turn};

/// It rewrites a table, and keeps it locked for some seconds.
const RESHAPE: &str = "
alter table posts add column length_class bigint not null default 1;
alter table posts alter column length_class set default 2;
update posts set length_class = 1 + char_length(content) / 1000;
create index posts_length_class_idx on posts (length_class);
";

/// The project's migrations and another one, in a temporary folder.
pub fn with_another(name: &str, statements: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in connectly_local::migrate::folder().read_dir().expect("the migrations") {
        let file = entry.expect("a file").path();
        let name = file.file_name().expect("a name").to_owned();
        std::fs::copy(&file, folder.path().join(name)).expect("a copy");
    }
    std::fs::write(folder.path().join(name), statements).expect("a migration");
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn it_locks_a_table_for_seconds() {
    let _turn = turn().await;
    let app = Stage::new().await.start().await;
    let database = app.database();
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::Migration, &app, database, &people).await;
    let locked = length(2, 10);
    let folder = with_another("9999_reshape.sql", &format!("{RESHAPE}select pg_sleep({locked});"));

    let traffic = Traffic::begin(&people, 8, 8).await;
    tokio::time::sleep(length(Duration::from_millis(500), Duration::from_secs(5))).await;
    let begin = Instant::now();
    let applied = connectly_local::migrate::run_from(folder.path(), &database.url()).await;
    assert_eq!(applied.expect("it applies"), ["9999_reshape.sql"]);
    let took = begin.elapsed();
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    let balance = outcome.balance(database).await;
    let remark = format!(
        "It took {:.1} s. All {} acknowledged writes are there.",
        took.as_secs_f64(),
        balance.acknowledged
    );
    let found = Found::of(&outcome, recovery, remark).or_unavailable();
    trial.end("A migration that keeps `posts` locked", found).await;
}
