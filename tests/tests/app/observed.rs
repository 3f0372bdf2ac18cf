//! What operators see: the log, the ids of requests, the health checks.

use std::time::{Duration, Instant};

use connectly_tests::{App, PASSWORD, Stage};
use reqwest::{Client, Method};
use serde_json::{Value, json};

/// The log's line about the request with this id.
async fn line(app: &App, id: &str) -> Value {
    let mark = format!("\"requestId\":\"{id}\"");
    app.wait_for_log(&mark).await;
    let log = app.log();
    let lines: Vec<_> = log.lines().filter(|line| line.contains(&mark)).collect();
    assert_eq!(lines.len(), 1, "one line for a request: {lines:?}");
    serde_json::from_str(lines[0]).unwrap()
}

#[tokio::test]
async fn every_request_is_one_line_of_the_log() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;
    for (method, path, operation, status) in [
        (Method::GET, format!("/api/v1/blog/{post}"), json!("read_post"), 200),
        (Method::DELETE, format!("/api/v1/blog/{post}"), json!("delete_post"), 204),
        (Method::GET, format!("/api/v1/blog/{post}"), json!("read_post"), 404),
        (Method::GET, "/api/v1/blog/bulk?limit=0".to_owned(), json!("list_posts"), 400),
        (Method::GET, "/api/v1/user/nowhere".to_owned(), Value::Null, 404),
    ] {
        let answer = ada.send(ada.request(method, &path)).await;
        answer.assert_status(status);
        let line = line(&app, answer.header("x-request-id")).await;
        assert_eq!(line["operation"], operation, "{path}");
        assert_eq!(line["status"], status, "{path}");
        assert!(line["milliseconds"].as_u64().is_some_and(|time| time < 60_000), "{line}");
        let time = line["time"].as_str().unwrap();
        assert!(time.len() == 27 && time.ends_with('Z'), "{time}");
    }
    let site = Client::new().get(app.base().join("/signin").unwrap()).send().await.unwrap();
    let id = site.headers()["x-request-id"].to_str().unwrap();
    assert_eq!(line(&app, id).await["operation"], "/signin");
}

#[tokio::test(flavor = "multi_thread")]
async fn lines_of_many_instances_do_not_get_into_one_another() {
    const REQUESTS: usize = 1_000;
    let app = App::start().await;
    // More at once than one instance accepts.
    let requests: Vec<_> = (0..REQUESTS)
        .map(|number| {
            let anon = app.anon();
            tokio::spawn(async move { anon.get(&format!("/api/v1/user/{number}")).await.status })
        })
        .collect();
    for request in requests {
        assert_eq!(request.await.unwrap(), 404);
    }
    let answer = app.anon().get("/api/v1/user/last").await;
    app.wait_for_log(answer.header("x-request-id")).await;
    let begin = Instant::now();
    while app.log().matches("\"requestId\"").count() <= REQUESTS {
        assert!(begin.elapsed() < Duration::from_secs(5), "lines are missing");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for line in app.log().lines().filter(|line| line.contains("\"requestId\"")) {
        assert!(serde_json::from_str::<Value>(line).is_ok(), "not a line of its own: {line}");
    }
}

#[tokio::test]
async fn a_sane_id_of_the_clients_is_kept_and_another_replaced() {
    let app = App::start().await;
    let with =
        |id: &str| app.anon().request(Method::GET, "/api/v1/user/me").header("x-request-id", id);
    let answer = app.anon().send(with("checkout-7.2_a")).await;
    assert_eq!(answer.header("x-request-id"), "checkout-7.2_a");
    assert_eq!(line(&app, "checkout-7.2_a").await["status"], 401);
    for other in ["", "with space", "\"}{\"", &"a".repeat(65)] {
        let answer = app.anon().send(with(other)).await;
        let id = answer.header("x-request-id");
        assert_eq!((id.len(), id == other), (36, false), "{id}");
    }
}

#[tokio::test]
async fn the_log_holds_no_secret() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let secret = "a very particular password";
    let body = json!({"email": "eve@example.com", "password": secret, "name": "Particular"});
    app.anon().post("/api/v1/user/signup", body).await.assert_status(201);
    let body = json!({"title": "Particular", "content": secret});
    ada.post("/api/v1/blog", body).await.assert_status(201);
    let answer = ada.get("/api/v1/blog/bulk?cursor=particular").await;
    answer.assert_status(400);
    app.wait_for_log(answer.header("x-request-id")).await;
    let log = app.log();
    for secret in [secret, PASSWORD, ada.jwt(), "articular", "example.com"] {
        assert!(!log.contains(secret), "{secret} is in the log:\n{log}");
    }
}

#[tokio::test]
async fn a_fault_is_told_to_the_log_in_the_same_line() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    app.database().db_execute("alter table users rename to gone").await;
    let answer = ada.get("/api/v1/user/me").await;
    answer.assert_problem(503, "Service unavailable");
    let line = line(&app, answer.header("x-request-id")).await;
    assert!(line["error"].as_str().unwrap().starts_with("42P01: "), "{line}");
}

#[tokio::test]
async fn it_is_alive_whatever_happens_and_ready_when_it_can_work() {
    let app = App::start().await;
    app.anon().get("/healthz").await.assert_status(200);
    let ready = app.anon().get("/readyz").await;
    ready.assert_status(200);
    assert_eq!(ready.body["status"], "ready");
    assert_eq!(ready.header("cache-control"), "no-store");

    let newest = ready.body["schema"].as_i64().unwrap();
    let database = app.database();
    database.db_execute(&format!("delete from _sqlx_migrations where version = {newest}")).await;
    let problem = app.anon().get("/readyz").await.assert_problem(503, "Service unavailable");
    let found = database.db_number("select max(version) from _sqlx_migrations").await;
    assert_eq!(
        problem.detail,
        format!(
            "the database has schema {found}, and this build needs {newest}: run the migrations"
        )
    );
    database.db_execute("drop schema public cascade; create schema public").await;
    let problem = app.anon().get("/readyz").await.assert_problem(503, "Service unavailable");
    assert!(problem.detail.starts_with("the database has no schema"), "{problem:?}");
    app.anon().get("/healthz").await.assert_status(200);
}

#[tokio::test]
async fn it_is_not_ready_without_postgres_and_says_so_soon() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://nobody:nothing@127.0.0.1:{port}/nowhere");
    let app = Stage::at(&url).start().await;
    let ready =
        tokio::time::timeout(Duration::from_secs(5), async { app.anon().get("/readyz").await });
    let problem = ready.await.unwrap().assert_problem(503, "Service unavailable");
    assert_eq!(problem.detail, "the database does not answer");
    app.anon().get("/healthz").await.assert_status(200);
}

#[tokio::test]
async fn answers_of_the_api_tell_browsers_to_be_strict_too() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for answer in [ada.get("/api/v1/user/me").await, app.anon().get("/api/v1/user/me").await] {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        let policy = answer.header("content-security-policy");
        assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
}
