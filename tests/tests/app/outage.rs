//! Postgres busy: 503 in time, and recovery soon after. The test program `faults` tries its other
//! failures.

use std::time::Instant;

use connectly_tests::{
    App, PASSWORD,
    traffic::{ANSWER_WITHIN, WELL_WITHIN},
};
use serde_json::json;
use sqlx::Connection as _;

#[tokio::test(flavor = "multi_thread")]
async fn an_exhausted_pool_is_answered_for_in_time() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;

    // A lock on the table: every connection of the pool ends up waiting for it.
    let mut holder = app.database().connect().await;
    let mut transaction = holder.begin().await.unwrap();
    sqlx::query("lock table posts").execute(&mut *transaction).await.unwrap();
    let waiting: Vec<_> = (0..100)
        .map(|_| {
            let (ada, post) = (ada.clone(), post.clone());
            tokio::spawn(async move {
                let begin = Instant::now();
                let answer = ada.read_post(&post).await;
                answer.assert_problem(503, "Service unavailable");
                begin.elapsed()
            })
        })
        .collect();
    for request in waiting {
        let took = request.await.unwrap();
        assert!(took < ANSWER_WITHIN, "{took:?}");
    }
    transaction.rollback().await.unwrap();

    let begin = Instant::now();
    while ada.read_post(&post).await.status != 200 {
        assert!(begin.elapsed() < WELL_WITHIN, "not well after {WELL_WITHIN:?}");
    }
    let idle = "select count(*) from pg_stat_activity where state like 'idle in transaction%'";
    assert_eq!(app.database().db_number(idle).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_in_a_transaction() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for _ in 0..5 {
        ada.post("/api/v1/blog", json!({"title": "t", "content": "c"})).await.assert_status(201);
        ada.post("/api/v1/blog", json!({"title": "", "content": "c"})).await.assert_status(400);
        let taken = json!({"email": "ada@example.com", "password": PASSWORD});
        app.anon().post("/api/v1/user/signup", taken).await.assert_status(409);
    }
    let open = "select count(*) from pg_stat_activity
        where application_name = 'connectly' and state like 'idle in transaction%'
            and datname = current_database()";
    assert_eq!(app.database().db_number(open).await, 0);
}
