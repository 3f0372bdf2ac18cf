//! Components for the release candidate of WASI 0.3. They see what those for 0.3.0 see; the other
//! tests have the details, and pass with this probe too if `CONNECTLY_PROBE` names it.

use http::StatusCode;
use serde_json::json;

use crate::app::{App, Running, guest};
use crate::database::Database;

fn app() -> Running {
    let more =
        "files = [{ source = \".\", destination = \"/\" }]\nvariables = { name = \"value\" }";
    App::with_source(&guest("connectly-probe-rc"), more).file("a.txt", "text").start()
}

#[tokio::test]
async fn see_the_request() {
    let app = app();
    let reply = app.get("/probe/headers?a=b").await.json();
    assert_eq!(reply["uri"], format!("http://{}/probe/headers?a=b", app.address));
    let headers = reply["headers"].as_array().expect("headers");
    for expected in
        [json!(["spin-path-info", "/headers"]), json!(["host", app.address.to_string()])]
    {
        assert!(headers.contains(&expected), "{headers:?}");
    }
}

#[tokio::test]
async fn read_and_write_bodies_as_streams() {
    let app = app();
    let body = vec![7; 5_000_000];
    let reply = app.post("/probe/body", body.clone()).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert!(reply.body == body, "the body came back changed");
}

#[tokio::test]
async fn wait_for_the_clock_beside_others_of_their_instance() {
    let app = app();
    let replies = futures::future::join_all((0..8).map(|_| app.get("/probe/instance/500"))).await;
    let running = replies.iter().map(|reply| reply.json()["running"].as_u64().expect("a number"));
    assert!(running.max() > Some(1));
}

#[tokio::test]
async fn read_variables_and_files() {
    let app = app();
    assert_eq!(app.get("/probe/variable/name").await.json()["value"], "value");
    assert_eq!(app.get("/probe/file/a.txt").await.json()["text"], "text");
}

#[tokio::test]
async fn query_postgres() {
    let database = Database::create().await;
    let app = database.app_with(&guest("connectly-probe-rc")).start();
    let reply = database.run(&app, "select n from generate_series(1, 10) n").await;
    assert_eq!(reply["rows"].as_array().map(Vec::len), Some(10));
    assert_eq!(database.run(&app, "select 1 where false").await["rows"], json!([]));
}

#[tokio::test]
async fn fail_alone() {
    let app = app();
    for path in ["/probe/error", "/probe/panic"] {
        let reply = app.get(path).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (500, 0), "{path}");
    }
    assert_eq!(app.get("/probe/slow/0").await.status, StatusCode::OK);
}
