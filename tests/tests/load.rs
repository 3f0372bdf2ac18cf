//! Many sign-ins at once. A separate program with one test at a time, so that nothing runs beside
//! it.

use std::time::{Duration, Instant};

use connectly_tests::{Answer, App, PASSWORD, Stage};
use serde_json::json;
use tokio::sync::Mutex;

/// One test at a time: hashing in another test would use all of a small machine.
static TURN: Mutex<()> = Mutex::const_new(());

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_sign_ins_is_slow_but_no_outage() {
    let _turn = TURN.lock().await;
    // All from one address, and faster than others can bear.
    let app = Stage::new()
        .await
        .variable("limit_sign_in", "off")
        .variable("limit_hashing", "100/second")
        .start()
        .await;
    for answer in sign_ins_at_once(&app).await {
        answer.assert_success(200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_sign_ins_is_refused_in_part_and_in_time() {
    let _turn = TURN.lock().await;
    let app = App::start().await;
    let begin = Instant::now();
    let answers = sign_ins_at_once(&app).await;
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    let served = answers.iter().filter(|answer| answer.status == 200).count();
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.assert_problem(429, "Too many requests");
    }
    assert!((10..100).contains(&served), "{served}");
    // Right passwords did not count.
    let rows = "select count(*) from rate_limits where full_at > now() + interval '1 minute'";
    assert_eq!(app.database().db_number(rows).await, 0);
}

/// The answers to a hundred sign-ins.
async fn sign_ins_at_once(app: &App) -> Vec<Answer> {
    app.sign_up("ada").await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let burst: Vec<_> = (0..100)
        .map(|_| {
            let (anon, body) = (app.anon(), body.clone());
            tokio::spawn(async move { anon.post("/api/v1/user/signin", body).await })
        })
        .collect();
    let mut answers = Vec::new();
    for answer in burst {
        answers.push(answer.await.unwrap());
    }
    answers
}
