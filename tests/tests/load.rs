//! Many at once. A program of its own, and one test at a time, so that nothing runs beside it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use connectly_tests::{Actor, Answer, App, PASSWORD, Stage};
use serde_json::json;
use tokio::sync::Mutex;

/// The test that runs. Passwords that are hashed beside it would take all of a small machine.
static TURN: Mutex<()> = Mutex::const_new(());

const CLIENTS: usize = 1_024;
const REQUESTS_EACH: usize = 4;

/// Reads a post, lists posts, or writes one.
async fn request(actor: &Actor, post: &str, number: usize) -> u16 {
    let answer = match number % 4 {
        0 => actor.post("/api/v1/blog", json!({"title": "t", "content": "c"})).await,
        1 => actor.get("/api/v1/blog/bulk?limit=5").await,
        _ => actor.read_post(post).await,
    };
    answer.status
}

#[tokio::test(flavor = "multi_thread")]
async fn a_burst_of_sign_ins_is_slow_but_no_outage() {
    let _turn = TURN.lock().await;
    // All of them at one address, and faster than is good for others.
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
    // What was right did not count.
    let rows = "select count(*) from rate_limits where full_at > now() + interval '1 minute'";
    assert_eq!(app.database().db_number(rows).await, 0);
}

/// The answers to a hundred.
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

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_clients_are_served_without_a_failure() {
    let _turn = TURN.lock().await;
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;

    let done = Arc::new(AtomicBool::new(false));
    let most = Arc::new(AtomicI64::new(0));
    let watcher = {
        let (done, most) = (done.clone(), most.clone());
        let mut connection = app.database().connect().await;
        tokio::spawn(async move {
            let count =
                "select count(*) from pg_stat_activity where application_name = 'connectly'";
            while !done.load(Ordering::Relaxed) {
                let now = sqlx::query_scalar(count).fetch_one(&mut connection).await.unwrap();
                most.fetch_max(now, Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
    };

    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (ada, post) = (ada.clone(), post.clone());
            tokio::spawn(async move {
                let mut statuses = Vec::new();
                for number in 0..REQUESTS_EACH {
                    statuses.push(request(&ada, &post, client + number).await);
                }
                statuses
            })
        })
        .collect();
    let mut failures = Vec::new();
    for client in clients {
        let statuses = client.await.unwrap();
        failures.extend(statuses.into_iter().filter(|status| !matches!(status, 200 | 201)));
    }
    done.store(true, Ordering::Relaxed);
    watcher.await.unwrap();

    assert!(failures.is_empty(), "{} failures: {:?}", failures.len(), &failures[..1]);
    let most = most.load(Ordering::Relaxed);
    assert!((1..=90).contains(&most), "{most} connections to Postgres");
    let written = app.database().db_number("select count(*) from posts").await;
    assert_eq!(written, 1 + i64::try_from(CLIENTS * REQUESTS_EACH / 4).unwrap());

    // Nothing is stuck: the next ones are served as if nothing had been.
    for _ in 0..20 {
        let begin = Instant::now();
        ada.read_post(&post).await.assert_success(200);
        assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
    }
}
