//! The line to Postgres frozen, cut and slow.

use std::time::{Duration, Instant};

use connectly_tests::{App, Line, LineFault, Stage, Traffic};

use crate::trial::{Found, InjectedFault, Trial, crowd, length, turn};

/// An application whose line to Postgres can be made to fail.
async fn on_a_line() -> (Line, App) {
    let stage = Stage::new().await;
    let line = stage.line().await;
    let app = stage.behind(&line).start().await;
    (line, app)
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_frozen() {
    let _turn = turn().await;
    let (line, app) = on_a_line().await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::FrozenLine, &app, app.database(), &people).await;
    let traffic = Traffic::begin(&people, 16, 16).await;

    let frozen = length(Duration::from_secs(4), Duration::from_secs(20));
    line.set(LineFault::Frozen);
    let begin = Instant::now();
    traffic.wait_for(503, begin).await;
    tokio::time::sleep(frozen.saturating_sub(begin.elapsed())).await;
    line.set(LineFault::None);
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    let balance = outcome.balance(app.database()).await;
    let remark = format!(
        "Nothing came through for {frozen:?}. Of the writes that got 503, {} were done later.",
        balance.done_unacknowledged
    );
    let found = Found::of(&outcome, recovery, remark).or_unavailable();
    trial.end("The line to Postgres frozen", found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_cut() {
    let _turn = turn().await;
    let (line, app) = on_a_line().await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::CutLine, &app, app.database(), &people).await;
    let traffic = Traffic::begin(&people, 8, 8).await;

    let (times, away) = length((1, Duration::from_secs(1)), (5, Duration::from_secs(3)));
    let mut slowest_recovery = Duration::ZERO;
    for _ in 0..times {
        line.set(LineFault::Cut);
        traffic.wait_for(503, Instant::now()).await;
        tokio::time::sleep(away).await;
        line.set(LineFault::None);
        slowest_recovery = slowest_recovery.max(traffic.recovery(Instant::now()).await);
    }

    let outcome = traffic.end().await;
    let balance = outcome.balance(app.database()).await;
    let remark = format!(
        "Cuts of {away:?}: {times}. All {} acknowledged writes are there. Of the writes \
         that got 503, {} were done.",
        balance.acknowledged, balance.done_unacknowledged
    );
    let found = Found::of(&outcome, slowest_recovery, remark).or_unavailable();
    trial.end("The line to Postgres cut", found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_slow_and_everyone_is_served_all_the_same() {
    let _turn = turn().await;
    let (line, app) = on_a_line().await;
    let people = crowd(&app).await;
    let trial = Trial::begin(InjectedFault::SlowLine, &app, app.database(), &people).await;

    let traffic = Traffic::begin(&people, 8, 8).await;
    line.set(LineFault::Slow(Duration::from_millis(200)));
    tokio::time::sleep(length(Duration::from_secs(4), Duration::from_secs(30))).await;
    line.set(LineFault::None);
    let recovery = traffic.recovery(Instant::now()).await;

    let outcome = traffic.end().await;
    outcome.balance(app.database()).await;
    let remark =
        "Opening a connection takes several round trips, a statement takes two.".to_owned();
    let found = Found::of(&outcome, recovery, remark);
    trial.end("Every round trip to Postgres 200 ms slower", found).await;
}
