//! The application behind a common proxy: nginx, which compresses what it passes on.

use std::fs;

use connectly_tests::{
    App, Nginx, PASSWORD, Stage,
    proxy::{cookie, header},
};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

const POSTS: &str = "/api/v1/blog";

/// It compresses every answer.
const COMPRESSING: &str = "
    gzip on;
    gzip_proxied any;
    gzip_min_length 1;
    gzip_types application/json application/problem+json;
    client_max_body_size 20m;
";

/// With what a proxy tells of the client, and these lines.
async fn nginx_before(app: &App, lines: &str) -> Nginx {
    let location = format!(
        "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
        {lines}"
    );
    Nginx::before(app, COMPRESSING, &location).await
}

/// A request like a browser's: nginx compresses the answer.
fn compressed(nginx: &Nginx, method: Method, path: &str) -> RequestBuilder {
    nginx.request(method, path).header("accept-encoding", "gzip")
}

async fn send(request: RequestBuilder) -> Response {
    request.send().await.expect("an answer")
}

#[tokio::test]
async fn a_post_is_saved_on_the_condition_that_a_compressed_answer_gave() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let nginx = nginx_before(&app, "").await;
    let path = format!("{POSTS}/{id}");
    let request = |method, path: &str| compressed(&nginx, method, path).bearer_auth(ada.jwt());
    let put = async |tag: &str, title: &str| {
        let body = json!({"id": id, "title": title});
        send(request(Method::PUT, POSTS).header("if-match", tag).json(&body)).await
    };

    let read = send(request(Method::GET, &path)).await;
    assert_eq!((read.status().as_u16(), header(read.headers(), "content-encoding")), (200, "gzip"));
    // Without this, the test would show nothing: nginx has changed the tag.
    assert_eq!(header(read.headers(), "etag"), "W/\"1\"");

    let saved = put("W/\"1\"", "Second").await;
    assert_eq!((saved.status().as_u16(), header(saved.headers(), "etag")), (200, "W/\"2\""));
    assert_eq!(put("W/\"1\"", "Lost").await.status(), 412);
    assert_eq!(put("W/\"2\"", "Third").await.status(), 200);
    assert_eq!(ada.read_post(&id).await.body["post"]["title"], "Third");

    let known = send(request(Method::GET, &path).header("if-none-match", "W/\"3\"")).await;
    assert_eq!(known.status(), 304);
    let other = send(request(Method::GET, &path).header("if-none-match", "W/\"2\"")).await;
    assert_eq!(other.status(), 200);
    let delete = |tag| request(Method::DELETE, &path).header("if-match", tag);
    assert_eq!(send(delete("W/\"2\"")).await.status(), 412);
    assert_eq!(send(delete("W/\"3\"")).await.status(), 204);
}

#[tokio::test]
async fn a_page_that_is_known_is_not_sent_again() {
    let app = App::start().await;
    let nginx = nginx_before(&app, "").await;
    let first = send(compressed(&nginx, Method::GET, "/")).await;
    let tag = header(first.headers(), "etag").to_owned();
    assert!(tag.ends_with('"'), "{tag}");
    let again = send(compressed(&nginx, Method::GET, "/").header("if-none-match", tag)).await;
    assert_eq!(again.status(), 304);
}

#[tokio::test]
async fn a_session_lives_behind_a_password_for_the_whole_site() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let passwords = tempfile::NamedTempFile::new().unwrap();
    fs::write(passwords.path(), "group:{PLAIN}wall\n").unwrap();
    let lines =
        format!("auth_basic \"Staging\"; auth_basic_user_file {};", passwords.path().display());
    let nginx = nginx_before(&app, &lines).await;
    let me = |cookie: &str| {
        nginx.request(Method::GET, "/api/v1/user/me").header("cookie", cookie.to_owned())
    };

    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let sign_in = nginx.request(Method::POST, "/api/v1/user/signin").json(&body);
    assert_eq!(send(sign_in.try_clone().unwrap()).await.status(), 401);
    let signed_in = send(sign_in.basic_auth("group", Some("wall"))).await;
    assert_eq!(signed_in.status(), 200);
    let cookie = cookie(&signed_in);

    // nginx asks for the password, and what is behind it is ours.
    let walled = send(me(&cookie)).await;
    assert!(header(walled.headers(), "www-authenticate").starts_with("Basic "));
    let signed_out = send(me("theme=dark").basic_auth("group", Some("wall"))).await;
    assert_eq!(signed_out.status(), 401);
    assert!(header(signed_out.headers(), "www-authenticate").starts_with("Bearer "));

    let mine = me(&format!("stadt=Köln; {cookie}")).basic_auth("group", Some("wall"));
    let answer = send(mine).await;
    assert_eq!(answer.status(), 200);
    let answer: Value = answer.json().await.unwrap();
    assert_eq!(&answer["user"], ada.user());
    let write = nginx.request(Method::POST, POSTS).basic_auth("group", Some("wall"));
    let write = write.header("cookie", &cookie).json(&json!({"title": "t", "content": "c"}));
    assert_eq!(send(write).await.status(), 201);
    let list = ada.get(&format!("{POSTS}/bulk?author={}", ada.id())).await;
    assert_eq!(list.body["posts"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn a_body_that_is_too_large_is_told_so() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for lines in ["", "proxy_request_buffering off;"] {
        let nginx = nginx_before(&app, lines).await;
        for (media_type, status) in [("application/json", 413), ("text/plain", 415)] {
            let request = nginx.request(Method::POST, POSTS).bearer_auth(ada.jwt());
            let request = request.header("content-type", media_type);
            let answer = send(request.body(vec![b' '; 3_000_000])).await;
            assert_eq!(answer.status(), status, "{lines} {media_type}");
            let problem: Value = answer.json().await.expect("our own answer");
            assert_eq!(problem["status"], status, "{lines} {media_type}");
        }
    }
}

#[tokio::test]
async fn a_client_is_counted_whatever_it_says_of_its_address() {
    let stage = Stage::new().await.variable("trusted_proxies", "1");
    let app = stage.variable("limit_sign_up", "1/day").start().await;
    let nginx = nginx_before(&app, "").await;
    let sign_up = async |name: &str, forwarded: &str| {
        let body = json!({"email": format!("{name}@example.com"), "password": PASSWORD});
        let request = nginx.request(Method::POST, "/api/v1/user/signup").json(&body);
        send(request.header("x-forwarded-for", forwarded.as_bytes())).await.status().as_u16()
    };
    assert_eq!(sign_up("ada", "203.0.113.5").await, 201);
    for (name, forged) in [("bob", "203.0.113.6"), ("cleo", "Köln"), ("dan", "東京, 203.0.113.7")]
    {
        assert_eq!(sign_up(name, forged).await, 429, "{forged}");
    }
}
