//! Requests on their way to a component, and what the host answers itself.

use http::{Request, StatusCode};
use http_body_util::Full;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::app::{App, PATIENCE, Running};
use crate::client;

/// All values of a header that the component saw.
async fn seen(app: &Running, request: http::request::Builder, name: &str) -> Vec<String> {
    let reply = app.send(request).await.json();
    let headers = reply["headers"].as_array().expect("headers").iter();
    headers
        .filter(|header| header[0] == name)
        .map(|header| header[1].as_str().expect("a text").to_owned())
        .collect()
}

#[tokio::test]
async fn a_component_sees_the_headers_that_spin_adds() {
    let app = App::new("").start();
    let url = format!("http://{}/probe/headers/a/?b=c", app.address);
    for (name, value) in [
        ("spin-path-info", "/headers/a/"),
        ("spin-full-url", &url),
        ("spin-matched-route", "/probe/..."),
        ("spin-base-path", "/"),
        ("spin-raw-component-route", "/probe/..."),
        ("spin-component-route", "/probe"),
    ] {
        let request = Request::get("/probe/headers/a/?b=c");
        assert_eq!(seen(&app, request, name).await, [value], "{name}");
    }
}

#[tokio::test]
async fn the_last_client_address_is_the_real_one() {
    let app = App::new("").start();
    let request = Request::get("/probe/headers").header("spin-client-addr", "1.2.3.4:5");
    let addresses = seen(&app, request, "spin-client-addr").await;
    assert_eq!(addresses[0], "1.2.3.4:5");
    assert!(addresses[1].starts_with("127.0.0.1:"), "{addresses:?}");
    assert_eq!(addresses.len(), 2);
}

#[tokio::test]
async fn the_clients_headers_pass_but_for_connection() {
    let app = App::new("").start();
    let request = || {
        Request::get("/probe/headers")
            .header("x-forwarded-for", "1.2.3.4")
            .header("x-twice", "1")
            .header("x-twice", "2")
            .header("cookie", "stadt=Köln; 城市=東京")
            .header("connection", "keep-alive")
    };
    let host = app.address.to_string();
    for (name, values) in [
        ("x-forwarded-for", &["1.2.3.4"][..]),
        ("x-twice", &["1", "2"]),
        ("cookie", &["stadt=Köln; 城市=東京"]),
        ("host", &[host.as_str()]),
        ("connection", &[]),
    ] {
        assert_eq!(seen(&app, request(), name).await, values, "{name}");
    }
}

#[tokio::test]
async fn a_component_sees_the_absolute_uri() {
    let app = App::new("").start();
    let reply = app.get("/probe/headers?a=b").await.json();
    assert_eq!(reply["uri"], format!("http://{}/probe/headers?a=b", app.address));
}

#[tokio::test]
async fn the_host_answers_its_own_paths() {
    let app = App::new("").start();
    let health = app.get("/.well-known/spin/health").await;
    assert_eq!((health.status, &health.body[..]), (StatusCode::OK, &b"OK"[..]));
    let info = app.get("/.well-known/spin/info").await;
    assert_eq!(info.headers["content-type"], "application/json");
    assert_eq!(info.json(), serde_json::json!({ "name": "probe", "version": "1.2.3" }));
    assert_eq!(app.get("/.well-known/spin/other").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_path_without_a_route_is_not_found() {
    let app = App::new("").start();
    for path in ["/", "/prob", "/probes", "/other"] {
        let reply = app.get(path).await;
        assert_eq!((reply.status, reply.body.len()), (StatusCode::NOT_FOUND, 0), "{path}");
    }
}

#[tokio::test]
async fn all_methods_reach_the_component() {
    let app = App::new("").start();
    for method in ["GET", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "QUERY"] {
        let request = Request::builder().method(method).uri("/probe/headers");
        assert_eq!(app.send(request).await.json()["method"], method);
    }
    let head = app.send(Request::head("/probe/headers")).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
}

#[tokio::test]
async fn a_body_of_any_size_passes_both_ways() {
    let app = App::new("").start();
    let body: Vec<u8> = (0..5_000_000_u32).map(|n| n.to_le_bytes()[1]).collect();
    let reply = app.post("/probe/body", body.clone()).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.body == body, "the body came back changed");
    assert_eq!(app.post("/probe/count_body", body).await.json()["bytes"], 5_000_000);
}

#[tokio::test]
async fn an_error_of_the_component_is_500_without_a_body() {
    let app = App::new("").start();
    let reply = app.get("/probe/error").await;
    assert_eq!((reply.status, reply.body.len()), (StatusCode::INTERNAL_SERVER_ERROR, 0));
}

#[tokio::test]
async fn a_header_that_is_not_utf_8_is_500() {
    let app = App::new("").start();
    let value = http::HeaderValue::from_bytes(b"\xff").expect("a value");
    let reply = app.send(Request::get("/probe/headers").header("x", value)).await;
    assert_eq!(reply.status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn a_request_without_a_host_gets_no_answer() {
    let app = App::new("").start();
    let mut stream = TcpStream::connect(app.address).await.expect("a connection");
    stream.write_all(b"GET /probe/headers HTTP/1.1\r\n\r\n").await.expect("sent");
    let mut answer = Vec::new();
    let read = timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
    read.expect("the connection stays open").expect("read");
    assert!(answer.is_empty(), "{}", String::from_utf8_lossy(&answer));
}

#[tokio::test]
async fn http_2_works_without_tls() {
    let app = App::new("").start();
    let mut sender = client::http2(app.address).await;
    let uri = format!("http://{}/probe/headers", app.address);
    let request = Request::get(&uri).body(Full::default()).expect("a request");
    let response = sender.send_request(request).await.expect("an answer");
    let reply = client::read(response).await.expect("an answer").json();
    assert_eq!(reply["uri"], uri);
}

#[tokio::test]
async fn a_component_may_not_send_requests() {
    let app = App::new("").start();
    let reply = app.get("/probe/outbound_http/127.0.0.1:9").await.json();
    assert_eq!(reply["error"], "ErrorCode::HttpRequestDenied");
}
