//! Components for WASI 0.2.

use futures::future::join_all;
use http::{Request, StatusCode};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::app::{App, PATIENCE, Running, guest};
use crate::database::Database;

fn app() -> App {
    App::with_source(&guest("connectly-probe-0-2"), "")
}

fn values<'a>(headers: &'a Value, name: &str) -> Vec<&'a str> {
    let headers = headers.as_array().expect("headers").iter();
    let values = headers.filter(|header| header[0] == name);
    values.map(|header| header[1].as_str().expect("a text")).collect()
}

#[tokio::test]
async fn see_the_request_and_the_headers_that_spin_adds() {
    let app = app().start();
    let request = Request::delete("/probe/headers/a?b=c")
        .header("x-twice", "1")
        .header("x-twice", "2")
        .header("cookie", "stadt=Köln")
        .header("spin-client-addr", "1.2.3.4:5");
    let reply = app.send(request).await.json();
    let address = app.address.to_string();
    assert_eq!(reply["method"], "Method::Delete");
    assert_eq!(reply["http"], true);
    assert_eq!(reply["authority"], address);
    assert_eq!(reply["path"], "/probe/headers/a?b=c");
    let url = format!("http://{address}/probe/headers/a?b=c");
    for (name, expected) in [
        ("x-twice", &["1", "2"][..]),
        ("cookie", &["stadt=Köln"]),
        ("spin-path-info", &["/headers/a"]),
        ("spin-full-url", &[&url]),
        ("spin-component-route", &["/probe"]),
        // The authority has it.
        ("host", &[]),
    ] {
        assert_eq!(values(&reply["headers"], name), expected, "{name}");
    }
    let clients = values(&reply["headers"], "spin-client-addr");
    assert_eq!(clients[0], "1.2.3.4:5");
    assert!(clients[1].starts_with("127.0.0.1:"), "{clients:?}");
}

#[tokio::test]
async fn send_a_body_while_they_read_another() {
    let app = app().start();
    let mut stream = TcpStream::connect(app.address).await.expect("a connection");
    let head = "POST /probe/body HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    for word in ["first", "second"] {
        let chunk = format!("{:x}\r\n{word}\r\n", word.len());
        stream.write_all(chunk.as_bytes()).await.expect("sent");
        while !answer.contains(word) {
            let mut buffer = [0; 1024];
            let read = timeout(PATIENCE, stream.read(&mut buffer)).await;
            let length = read.expect("the answer in time").expect("read");
            assert_ne!(length, 0, "the connection ended after {answer:?}");
            answer += std::str::from_utf8(&buffer[..length]).expect("a text");
        }
    }
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
}

#[tokio::test]
async fn read_and_write_bodies_of_any_size() {
    let app = app().start();
    let body: Vec<u8> = (0..5_000_000_u32).map(|n| n.to_le_bytes()[1]).collect();
    let reply = app.post("/probe/body", body.clone()).await;
    assert!(reply.body == body, "the body came back changed");
    assert_eq!(app.post("/probe/count_body", body.clone()).await.json()["bytes"], 5_000_000);
    assert_eq!(app.post("/probe/unread", &b"a body that nobody reads"[..]).await.json(), json!({}));
}

#[tokio::test]
async fn repeat_a_header() {
    let reply = app().start().get("/probe/cookies").await;
    let cookies: Vec<_> = reply.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["a=1", "b=2"]);
}

#[tokio::test]
async fn that_fail_before_the_answer_are_500_without_a_body() {
    let app = app().start();
    for path in ["/probe/error", "/probe/panic", "/probe/silent"] {
        let reply = app.get(path).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (500, 0), "{path}");
    }
    assert_eq!(app.get("/probe/unread").await.status, StatusCode::OK);
}

#[tokio::test]
async fn that_fail_in_their_answer_break_it_off() {
    let app = app().start();
    let reply = app.try_get("/probe/panic_in_body").await;
    assert!(reply.is_err(), "the answer is whole");
    app.process.stderr.contains("the probe panics in its answer").await;
    assert_eq!(app.get("/probe/unread").await.status, StatusCode::OK);
}

#[tokio::test]
async fn have_an_instance_for_each_request_whatever_the_options() {
    let all = ["--max-instance-reuse-count", "8", "--max-instance-concurrent-reuse-count", "8"];
    let app = app().arguments(&all).start();
    for reply in join_all((0..40).map(|_| app.get("/probe/instance"))).await {
        assert_eq!(reply.json()["total"], 1);
    }
}

#[tokio::test]
async fn are_not_subject_to_the_request_timeout() {
    let app = app().arguments(&["--request-timeout", "50ms"]).start();
    assert_eq!(app.get("/probe/slow/500").await.status, StatusCode::OK);
}

#[tokio::test]
async fn read_variables() {
    let variables = "variables = { name = \"value\" }";
    let app = App::with_source(&guest("connectly-probe-0-2"), variables).start();
    let read = async |name| app.get(&format!("/probe/variable/{name}")).await.json();
    assert_eq!(read("name").await["value"], "value");
    assert_eq!(read("other").await["error"], "undefined");
    assert_eq!(read("No").await["error"], "invalid name");
}

#[tokio::test]
async fn read_files_and_do_not_write_them() {
    let files = "files = [{ source = \".\", destination = \"/\" }]";
    let app = App::with_source(&guest("connectly-probe-0-2"), files).file("a.txt", "text").start();
    let reply = app.get("/probe/file/a.txt").await.json();
    assert_eq!((&reply["text"], &reply["writable"]), (&"text".into(), &false.into()));
    assert_eq!(app.get("/probe/file/b.txt").await.json()["error"], "entity not found");
}

/// A database and an application that may have one connection to it.
async fn with_database() -> (Database, Running) {
    let database = Database::create().await;
    let app = database.app_with(&guest("connectly-probe-0-2"));
    let app = app.runtime_config("[outbound_pg]\nmax_connections = 1").start();
    (database, app)
}

#[tokio::test]
async fn query_postgres_and_wait() {
    let (database, app) = with_database().await;
    let id = "0192f0c1-2345-7abc-8def-0123456789ab";
    let task = json!({ "parameters": [id] });
    let reply = database.run_task(&app, "select $1::uuid as id, array[1, null]", task).await;
    assert_eq!(
        reply,
        json!({
            "columns": [["id", "DbDataType::Uuid"], ["array", "DbDataType::ArrayInt32"]],
            "rows": [[format!("DbValue::Uuid({id:?})"), "DbValue::ArrayInt32([Some(1), None])"]],
        })
    );
    let task = json!({ "how": "execute" });
    for (statement, count) in [("create table t (n int)", 0), ("insert into t values (1), (2)", 2)]
    {
        assert_eq!(database.run_task(&app, statement, task.clone()).await["count"], count);
    }
}

#[tokio::test]
async fn wait_for_a_connection() {
    let (database, app) = with_database().await;
    let queries = (0..8).map(|_| database.run(&app, "select pg_sleep(0.05)"));
    assert!(join_all(queries).await.iter().all(|reply| reply["rows"].is_array()));
    assert_eq!(database.connections(&database.connect().await).await, 1);
}

#[tokio::test]
async fn get_errors_of_postgres_with_their_fields_unless_rows_were_under_way() {
    let (database, app) = with_database().await;
    let table = "create table users (email text constraint users_email_key unique)";
    let execute = json!({ "how": "execute" });
    database.run_task(&app, table, execute.clone()).await;
    let insert = "insert into users values ('ada') returning email";
    database.run_task(&app, insert, execute.clone()).await;

    let error = database.run_task(&app, insert, execute).await["error"].clone();
    assert_eq!((&error["kind"], &error["code"]), (&"database error".into(), &"23505".into()));
    assert_eq!(error["extras"]["constraint"], "users_email_key");
    // Found when the statement was prepared.
    let error = database.run(&app, "selekt 1").await["error"].clone();
    assert_eq!((&error["kind"], &error["code"]), (&"database error".into(), &"42601".into()));
    // Found when it ran.
    let error = database.run(&app, insert).await["error"].clone();
    assert_eq!(error["kind"], "query failed");
    let text = error["text"].as_str().expect("a text");
    for part in [
        "severity: \"ERROR\", code: \"23505\", message: \"duplicate key value",
        "detail: Some(\"Key (email)=(ada) already exists.\")",
        "(\"constraint\", \"users_email_key\")",
    ] {
        assert!(text.contains(part), "{text}");
    }
}

#[tokio::test]
async fn get_errors_of_the_host() {
    let (database, app) = with_database().await;
    let address = json!({ "address": "host=127.0.0.2 port=1 user=u" });
    let no_uuid = json!({ "parameters": ["no"] });
    let no_uuid_executed = json!({ "parameters": ["no"], "how": "execute" });
    for (task, kind) in [
        (address, "connection failed"),
        (no_uuid, "bad parameter"),
        (no_uuid_executed, "value conversion failed"),
    ] {
        let reply = database.run_task(&app, "select $1::uuid", task).await;
        assert_eq!(reply["error"]["kind"], kind, "{reply}");
    }
}
