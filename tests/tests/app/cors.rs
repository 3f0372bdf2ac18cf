//! Pages of other origins, and what they may do.

use connectly_tests::{App, Stage};
use reqwest::Method;
use serde_json::json;

const FRIEND: &str = "https://friend.example";
const STRANGER: &str = "https://stranger.example";

async fn stage() -> App {
    let origins = format!("http://127.0.0.1:5173, {FRIEND}");
    Stage::new().await.variable("cors_origins", &origins).start().await
}

#[tokio::test]
async fn is_off_unless_it_is_asked_for() {
    let app = App::start().await;
    let request = app.anon().request(Method::OPTIONS, "/api/v1/blog");
    let preflight =
        request.header("origin", FRIEND).header("access-control-request-method", "POST");
    let answer = app.anon().send(preflight).await;
    answer.assert_problem(405, "Method not allowed");
    assert_eq!(answer.header("access-control-allow-origin"), "");
    let request = app.anon().request(Method::GET, "/api/v1/user/me").header("origin", FRIEND);
    assert_eq!(app.anon().send(request).await.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn lets_the_pages_of_the_list_in_and_no_others() {
    let app = stage().await;
    for (origin, allowed) in [(FRIEND, FRIEND), (STRANGER, ""), ("null", "")] {
        let request = app.anon().request(Method::OPTIONS, "/api/v1/blog");
        let preflight = request
            .header("origin", origin)
            .header("access-control-request-method", "PUT")
            .header("access-control-request-headers", "authorization,content-type,if-match");
        let answer = app.anon().send(preflight).await;
        answer.assert_status(200);
        assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origin}");
        assert_eq!(answer.header("access-control-allow-credentials"), "");
        for header in ["authorization", "content-type", "if-match"] {
            assert!(answer.header("access-control-allow-headers").contains(header), "{header}");
        }
        assert!(answer.header("access-control-allow-methods").contains("PUT"));
    }
}

#[tokio::test]
async fn shows_them_errors_and_etags() {
    let app = stage().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;
    let from_friend = |path: &str| ada.request(Method::GET, path).header("origin", FRIEND);
    let answer = ada.send(from_friend(&format!("/api/v1/blog/{post}"))).await;
    answer.assert_success(200);
    assert_eq!(answer.header("access-control-allow-origin"), FRIEND);
    assert!(answer.header("access-control-expose-headers").contains("etag"));
    let answer = ada.send(from_friend("/api/v1/blog/nonsense")).await;
    answer.assert_status(400);
    assert_eq!(answer.header("access-control-allow-origin"), FRIEND);
}

#[tokio::test]
async fn does_not_make_the_session_cookie_count() {
    let app = stage().await;
    let ada = app.sign_up("ada").await;
    let request = app
        .anon()
        .request(Method::POST, "/api/v1/blog")
        .header("cookie", format!("session={}", ada.jwt()))
        .header("origin", FRIEND)
        .header("sec-fetch-site", "cross-site")
        .json(&json!({"title": "t", "content": "c"}));
    app.anon().send(request).await.assert_unauthorized();
}

#[tokio::test]
async fn takes_no_list_that_cannot_work() {
    let app = Stage::new().await.variable("cors_origins", "*").start().await;
    app.anon().get("/api/v1/user/me").await.assert_problem(503, "Service unavailable");
    app.wait_for_log("variable cors_origins: \\\"*\\\" is no origin").await;
}
