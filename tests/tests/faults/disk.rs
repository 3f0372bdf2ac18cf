//! No space left where the tables are.

use std::time::{Duration, Instant};

use connectly_tests::{Database, OwnPostgres, Special, Stage, Traffic};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::trial::{Found, InjectedFault, Trial, crowd, length, turn};

/// A new database has about 8 MB.
const DISK: u64 = 48 * 1024 * 1024;

#[tokio::test(flavor = "multi_thread")]
async fn it_is_full_for_a_while() {
    let _turn = turn().await;
    let special = Special { small_disk: Some(DISK), ..Special::default() };
    let postgres = OwnPostgres::start(special).await;
    let database = Database::empty(&postgres.url("postgres")).await;
    let mut elsewhere =
        PgConnection::connect(&postgres.url("postgres")).await.expect("the test's own Postgres");
    let small = postgres.small_disk();
    for statement in [
        format!("create tablespace small location '{}'", small.display()),
        format!("alter database {} set tablespace small", database.name()),
    ] {
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut elsewhere).await.expect("it moves");
    }
    connectly_local::migrate::run(&database.url()).await.expect("the migrations apply");
    let app = Stage::at(&database.url()).start().await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::DiskFull, &app, &database, &people).await;
    let traffic = Traffic::begin(&people, 8, 8).await;

    fill(&mut elsewhere).await;
    let full = Instant::now();
    traffic.wait_for(503, full).await;
    tokio::time::sleep(length(Duration::from_secs(2), Duration::from_secs(20))).await;
    // Reading needs no space.
    traffic.wait_for(200, Instant::now()).await;
    sqlx::query("drop table ballast").execute(&mut elsewhere).await.expect("the space is free");
    let lasted = full.elapsed();
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    let balance = outcome.balance(&database).await;
    assert_eq!(balance.done_unacknowledged, 0, "Postgres said no, and did it");
    let remark = format!(
        "Full for {:.0} s. Reading goes on. None of the writes that got 503 was done. All {} \
         acknowledged writes are there.",
        lasted.as_secs_f64(),
        balance.acknowledged
    );
    let found = Found::of(&outcome, recovery, remark).or_unavailable();
    trial.end("No space left for Postgres's tables", found).await;
}

/// Takes all space, down to the last page.
async fn fill(connection: &mut PgConnection) {
    let create = "create table ballast (filler text) tablespace small";
    sqlx::query(create).execute(&mut *connection).await.expect("a table");
    for rows in [1_000, 100, 1] {
        loop {
            // Below the size at which Postgres starts to compress.
            let insert = "insert into ballast select repeat('x', 1900) from generate_series(1, $1)";
            let inserted = sqlx::query(insert).bind(rows).execute(&mut *connection).await;
            let Err(error) = inserted else { continue };
            let code = error.as_database_error().and_then(|error| error.code());
            assert_eq!(code.as_deref(), Some("53100"), "disk_full");
            break;
        }
    }
}
