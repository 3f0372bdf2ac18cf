//! How sessions are kept, marked as used, and cleared away.

use connectly_tests::{App, PASSWORD};
use serde_json::json;

const AGE: &str = "select extract(epoch from now() - last_used_at)::bigint from sessions";

async fn age_by(app: &App, interval: &str) {
    let update = format!("update sessions set last_used_at = now() - interval '{interval}'");
    app.database().db_execute(&update).await;
}

#[tokio::test]
async fn its_use_is_noted_once_in_five_minutes() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;
    age_by(&app, "4 minutes").await;
    ada.read_post(&post).await.assert_success(200);
    assert!(app.database().db_number(AGE).await >= 240);
    age_by(&app, "6 minutes").await;
    ada.read_post(&post).await.assert_success(200);
    assert!(app.database().db_number(AGE).await < 60);
}

#[tokio::test]
async fn its_use_is_noted_by_every_operation() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;
    age_by(&app, "1 hour").await;
    ada.get("/api/v1/user/me").await.assert_success(200);
    assert!(app.database().db_number(AGE).await < 60);
    age_by(&app, "1 hour").await;
    ada.put("/api/v1/blog", json!({"id": post, "title": "Second"})).await.assert_success(200);
    assert!(app.database().db_number(AGE).await < 60);
    age_by(&app, "1 hour").await;
    let answer = ada.get("/api/v1/user/sessions").await;
    let session = &answer.body["sessions"][0];
    assert!(session["lastUsedAt"].as_str() > session["createdAt"].as_str());
}

#[tokio::test]
async fn it_is_good_for_reading_where_nothing_can_be_written() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;
    age_by(&app, "1 hour").await;
    let read_only = "do $$ begin execute format(
        'alter database %I set default_transaction_read_only = on', current_database()); end $$";
    app.database().db_execute(read_only).await;
    let cut = "select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    app.database().db_number(cut).await;
    ada.read_post(&post).await.assert_success(200);
    let body = json!({"title": "t", "content": "c"});
    ada.post("/api/v1/blog", body).await.assert_problem(503, "Service unavailable");
}

#[tokio::test]
async fn many_requests_at_once_do_not_wait_for_one_another_to_note_it() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;
    age_by(&app, "1 hour").await;
    // The row is locked for longer than a statement may wait.
    let mut holder = app.database().connect().await;
    sqlx::raw_sql("begin; select from sessions for no key update")
        .execute(&mut holder)
        .await
        .unwrap();
    ada.read_post(&post).await.assert_success(200);
}

#[tokio::test]
async fn signing_in_clears_away_what_has_expired_of_anybodys() {
    let app = App::start().await;
    app.sign_up("ada").await;
    app.sign_up("bob").await;
    let expired = "insert into sessions (id, user_id, created_at, expires_at)
        select gen_random_uuid(), id, now() - interval '9 days', now() - interval '2 days'
        from users, generate_series(1, 75)";
    app.database().db_execute(expired).await;
    let count = "select count(*) from sessions where expires_at <= now()";
    for left in [50, 0, 0] {
        let body = json!({"email": "ada@example.com", "password": PASSWORD});
        app.anon().post("/api/v1/user/signin", body).await.assert_success(200);
        assert_eq!(app.database().db_number(count).await, left);
    }
    assert_eq!(app.database().db_number("select count(*) from sessions").await, 5);
}
