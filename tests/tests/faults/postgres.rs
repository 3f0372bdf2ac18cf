//! Postgres stopped, killed, frozen, or ending its connections.

use std::time::{Duration, Instant};

use connectly_tests::{App, Database, PASSWORD, Special, Traffic};
use serde_json::json;

use crate::trial::{Found, InjectedFault, Trial, crowd, length, on_a_postgres_of_its_own, turn};

#[tokio::test(flavor = "multi_thread")]
async fn it_is_stopped_and_started_again() {
    let _turn = turn().await;
    let (mut postgres, database, app) = on_a_postgres_of_its_own(Special::default()).await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::Stopped, &app, &database, &people).await;
    let traffic = Traffic::begin(&people, 8, 8).await;

    postgres.stop().await;
    traffic.wait_for(503, Instant::now()).await;
    let away = length(Duration::from_secs(1), Duration::from_secs(20));
    tokio::time::sleep(away).await;
    postgres.start_again().await;
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    let balance = outcome.balance(&database).await;
    let remark = format!(
        "Stopped for {away:?}. All {} acknowledged writes are there.",
        balance.acknowledged
    );
    let found = Found::of(&outcome, recovery, remark).or_unavailable();
    trial.end("Postgres stopped and started again", found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_killed_and_no_acknowledged_write_is_lost() {
    let _turn = turn().await;
    let special = Special { is_durable: true, ..Special::default() };
    let (mut postgres, database, app) = on_a_postgres_of_its_own(special).await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::Killed, &app, &database, &people).await;
    let traffic = Traffic::begin(&people, 4, length(8, 24)).await;

    let kills: u64 = length(1, 10);
    let writes: u64 = length(300, 12_000);
    let mut slowest_recovery = Duration::ZERO;
    for kill in 1..=kills {
        let share = kill * writes / (kills + 1);
        traffic.wait_for_writes(share, Duration::from_secs(120)).await;
        postgres.kill().await;
        traffic.wait_for(503, Instant::now()).await;
        postgres.start_again().await;
        slowest_recovery = slowest_recovery.max(traffic.recovery(Instant::now()).await);
    }
    traffic.wait_for_writes(writes, Duration::from_secs(120)).await;

    let outcome = traffic.end().await;
    let balance = outcome.balance(&database).await;
    assert!(balance.acknowledged >= writes);
    let remark = format!(
        "Kills: {kills}. None of {} acknowledged writes was lost or done twice. Of the \
         writes that got 503, {} were done and {} were not.",
        balance.acknowledged, balance.done_unacknowledged, balance.not_done
    );
    let found = Found::of(&outcome, slowest_recovery, remark).or_unavailable();
    trial.end("Postgres killed with SIGKILL", found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_frozen() {
    let _turn = turn().await;
    let (mut postgres, database, app) = on_a_postgres_of_its_own(Special::default()).await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::Frozen, &app, &database, &people).await;
    let traffic = Traffic::begin(&people, 16, 16).await;

    let frozen = length(Duration::from_secs(4), Duration::from_secs(20));
    postgres.freeze();
    let begin = Instant::now();
    // New requests also get an answer, even those with two statements.
    let account = json!({"email": people[0].user()["email"], "password": PASSWORD});
    let sign_in = app.anon().post("/api/v1/user/signin", account).await;
    sign_in.assert_problem(503, "Service unavailable");
    traffic.wait_for(503, begin).await;
    tokio::time::sleep(frozen.saturating_sub(begin.elapsed())).await;
    postgres.thaw();
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    let balance = outcome.balance(&database).await;
    let remark = format!(
        "Frozen for {frozen:?}. Of the writes that got 503, {} were done later.",
        balance.done_unacknowledged
    );
    let found = Found::of(&outcome, recovery, remark).or_unavailable();
    trial.end("Postgres frozen with SIGSTOP", found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_ends_every_connection_ten_times_a_second() {
    let _turn = turn().await;
    let app = App::start().await;
    let people = crowd(&app).await;
    let database = app.database();
    let trial = Trial::begin(InjectedFault::Terminated, &app, database, &people).await;
    let traffic = Traffic::begin(&people, 8, 8).await;

    let lasts = length(Duration::from_secs(3), Duration::from_secs(20));
    let ended = end_connections(database, lasts).await;
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    let balance = outcome.balance(database).await;
    let served = outcome.notes.iter().filter(|note| note.is_success()).count();
    assert!(served > 0, "nobody was served");
    let remark = format!(
        "{ended} connections ended in {lasts:?}. All {} acknowledged writes are there.",
        balance.acknowledged
    );
    let found = Found::of(&outcome, recovery, remark).or_unavailable();
    trial.end("`pg_terminate_backend` of all, every 100 ms", found).await;
}

/// Ends all connections of the application repeatedly, and returns how many.
async fn end_connections(database: &Database, lasts: Duration) -> usize {
    let mut connection = database.connect().await;
    let end = Instant::now() + lasts;
    let mut ended = 0;
    while Instant::now() < end {
        let round: Vec<bool> = sqlx::query_scalar(
            "select pg_terminate_backend(pid) from pg_stat_activity
            where application_name = 'connectly' and datname = current_database()",
        )
        .fetch_all(&mut connection)
        .await
        .expect("the superuser may end them");
        ended += round.len();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    ended
}
