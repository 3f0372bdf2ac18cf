//! Connections, pools and errors: `/probe/postgres`.

use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};
use tokio::sync::RwLock;

use crate::database::Database;

/// Tests that take many of the server's connections run alone.
static CONNECTIONS: RwLock<()> = RwLock::const_new(());

#[tokio::test]
async fn a_query_answers_columns_and_rows() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().start();
    let reply = database.run(&app, "select n, n * 2 as double from generate_series(1, 10) n").await;
    assert_eq!(
        reply["columns"],
        json!([["n", "DbDataType::Int32"], ["double", "DbDataType::Int32"]])
    );
    assert_eq!(reply["rows"].as_array().map(Vec::len), Some(10));
    assert_eq!(reply["rows"][9], json!(["DbValue::Int32(10)", "DbValue::Int32(20)"]));
}

#[tokio::test]
async fn a_query_without_rows_has_no_columns() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().start();
    let reply = database.run(&app, "select 1 as n where false").await;
    assert_eq!(reply, json!({ "columns": [], "rows": [] }));
}

#[tokio::test]
async fn execute_counts_rows() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().start();
    let task = json!({ "how": "execute" });
    for (statement, count) in [
        ("create table t (n int)", 0),
        ("insert into t values (1), (2), (3)", 3),
        ("update t set n = n + 1 where n > 1", 2),
    ] {
        assert_eq!(database.run_task(&app, statement, task.clone()).await["count"], count);
    }
}

#[tokio::test]
async fn a_database_error_comes_with_its_fields() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().start();
    database.run(&app, "create table users (email text constraint users_email_key unique)").await;
    let insert = "insert into users values ('ada')";
    database.run(&app, insert).await;
    for how in ["query", "execute", "result"] {
        let error = database.run_task(&app, insert, json!({ "how": how })).await["error"].clone();
        assert_eq!(error["kind"], "database error", "{error}");
        assert_eq!(error["severity"], "ERROR");
        assert_eq!(error["code"], "23505");
        assert!(error["message"].as_str().is_some_and(|text| text.contains("duplicate key")));
        assert_eq!(error["detail"], "Key (email)=(ada) already exists.");
        assert_eq!(error["extras"]["constraint"], "users_email_key");
        assert_eq!(error["extras"]["table"], "users");
        assert_eq!(error["extras"]["schema"], "public");
        assert!(error["extras"]["line"].is_string());
    }
    let error = database.run(&app, "selekt 1").await["error"].clone();
    assert_eq!((&error["kind"], &error["code"]), (&json!("database error"), &json!("42601")));
    let raise = "do $$ begin raise sqlstate 'CN401' using message = 'no', hint = 'sign in'; end $$";
    let error = database.run(&app, raise).await["error"].clone();
    assert_eq!(error["code"], "CN401");
    assert_eq!(error["extras"]["hint"], "sign in");
    assert!(error["extras"]["where_"].is_string(), "{error}");
}

#[tokio::test]
async fn a_few_rows_need_not_be_read_before_the_result() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().start();
    let four = "select generate_series(1, 4)";
    assert_eq!(database.run_task(&app, four, json!({ "how": "result" })).await, json!({}));
}

#[tokio::test]
async fn rows_that_are_not_read_leave_the_connection_usable() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().runtime_config("[outbound_pg]\nmax_connections = 1").start();
    let many = "select generate_series(1, 100000)";
    for _ in 0..3 {
        let reply = database.run_task(&app, many, json!({ "how": "first_row" })).await;
        assert_eq!(reply["first"], "[DbValue::Int32(1)]");
    }
}

#[tokio::test]
async fn an_address_that_is_not_allowed_is_refused() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().start();
    let (host, port) = database.host_and_port();
    for address in [
        format!("host=127.0.0.2 port={port} user=u"),
        format!("host={host} port=1 user=u"),
        format!("host={host},other port={port} user=u"),
        "postgres://user@db.example.com/name".to_owned(),
        "host=/tmp user=u".to_owned(),
        "not an address".to_owned(),
    ] {
        let task = json!({ "address": address });
        let error = database.run_task(&app, "select 1", task).await["error"].clone();
        assert_eq!(error["kind"], "connection failed", "{address}: {error}");
    }
    assert!(database.run(&app, "select 1").await["rows"].is_array());
}

#[tokio::test]
async fn a_component_without_allowed_hosts_reaches_nothing() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = crate::app::App::new("").start();
    let error = database.run(&app, "select 1").await["error"].clone();
    assert_eq!(error["kind"], "connection failed", "{error}");
}

#[tokio::test]
async fn the_builder_opens_connections_too() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().start();
    let reply = database.run_task(&app, "select 1", json!({ "caRoot": "" })).await;
    assert_eq!(reply["rows"], json!([["DbValue::Int32(1)"]]));
    let task = json!({ "caRoot": "", "address": "host=127.0.0.2 port=1 user=u" });
    let error = database.run_task(&app, "select 1", task).await["error"].clone();
    assert_eq!(error["kind"], "connection failed", "{error}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error_at_once() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    // A port that was free a moment ago.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = closed.local_addr().expect("its address").port();
    drop(closed);
    let allowed = format!("allowed_outbound_hosts = [\"postgres://127.0.0.1:{port}\"]");
    let app = crate::app::App::new(&allowed).start();
    let task = json!({ "address": format!("host=127.0.0.1 port={port} user=u") });
    let error = database.run_task(&app, "select 1", task).await["error"].clone();
    assert_eq!(error["kind"], "connection failed", "{error}");
}

#[tokio::test]
async fn a_database_that_is_not_there_is_an_error() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().start();
    let task = json!({ "address": format!("{} dbname=no_such_database", database.address()) });
    let error = database.run_task(&app, "select 1", task).await["error"].clone();
    assert_eq!(error["kind"], "connection failed", "{error}");
}

#[tokio::test]
async fn settings_do_not_outlive_a_checkout() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().runtime_config("[outbound_pg]\nmax_connections = 1").start();
    let show = "select current_setting('search_path'), pg_backend_pid()";
    let before = database.run(&app, show).await["rows"].clone();
    database.run(&app, "set search_path = nowhere").await;
    assert_eq!(database.run(&app, show).await["rows"], before);
}

#[tokio::test]
async fn settings_of_the_address_stay() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().runtime_config("[outbound_pg]\nmax_connections = 1").start();
    let address = format!("{} options='-c statement_timeout=4321'", database.address());
    for _ in 0..2 {
        let task = json!({ "address": address });
        let reply = database.run_task(&app, "show statement_timeout", task).await;
        assert_eq!(reply["rows"][0][0], "DbValue::Str(\"4321ms\")");
    }
}

#[tokio::test]
async fn a_transaction_left_open_leaks_into_the_next_checkout() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().runtime_config("[outbound_pg]\nmax_connections = 1").start();
    database.run(&app, "create table t (n int)").await;
    for statement in ["begin", "insert into t values (1)"] {
        database.run(&app, statement).await;
    }
    let count = "select count(*) from t";
    assert_eq!(database.run(&app, count).await["rows"][0][0], "DbValue::Int64(1)");
    let outside: i64 = database.connect().await.query_one(count, &[]).await.unwrap().get(0);
    assert_eq!(outside, 0, "the transaction was committed");
}

#[tokio::test]
async fn a_pool_holds_64_connections_and_the_next_waits() {
    let _all = CONNECTIONS.write().await;
    let database = Database::create().await;
    let app = database.app().start();
    let observer = database.connect().await;
    let mut most = 0;
    let replies =
        join_all((0..80).map(|_| database.run_task(&app, "select 1", json!({ "holdMs": 2000 }))));
    let mut replies = std::pin::pin!(replies);
    let replies: Vec<Value> = loop {
        tokio::select! {
            replies = &mut replies => break replies,
            count = database.connections(&observer) => most = most.max(count),
        }
    };
    assert_eq!(most, 64);
    assert!(replies.iter().all(|reply| reply["rows"].is_array()), "{replies:?}");
}

#[tokio::test]
async fn max_connections_limits_what_is_checked_out() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().runtime_config("[outbound_pg]\nmax_connections = 2").start();
    let observer = database.connect().await;
    let replies =
        join_all((0..6).map(|_| database.run_task(&app, "select 1", json!({ "holdMs": 200 }))));
    assert!(replies.await.iter().all(|reply| reply["rows"].is_array()));
    assert_eq!(database.connections(&observer).await, 2);
}

#[tokio::test]
async fn who_gives_up_waiting_for_a_connection_takes_none_with_him() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().runtime_config("[outbound_pg]\nmax_connections = 1").start();
    let holder = database.run_task(&app, "select 1", json!({ "holdMs": 2000 }));
    let impatient = async {
        // Until the holder gets it, the others do.
        let task = json!({ "deadlineMs": 100 });
        while database.run_task(&app, "select 2", task.clone()).await != json!({ "deadline": true })
        {
        }
    };
    let (holder, ()) = tokio::join!(holder, impatient);
    assert!(holder["rows"].is_array(), "{holder}");
    let reply = database.run_task(&app, "select 3", json!({ "deadlineMs": 10_000 })).await;
    assert_eq!(reply["rows"], json!([["DbValue::Int32(3)"]]));
}

#[tokio::test]
async fn a_query_that_is_dropped_gives_its_connection_back() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().runtime_config("[outbound_pg]\nmax_connections = 1").start();
    for _ in 0..3 {
        let task = json!({ "deadlineMs": 50 });
        let reply = database.run_task(&app, "select pg_sleep(0.5)", task).await;
        assert_eq!(reply, json!({ "deadline": true }));
    }
    let reply = database.run_task(&app, "select 1", json!({ "deadlineMs": 20_000 })).await;
    assert_eq!(reply["rows"], json!([["DbValue::Int32(1)"]]));
}

#[tokio::test]
async fn a_panic_gives_the_instances_connections_back() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().runtime_config("[outbound_pg]\nmax_connections = 1").start();
    let observer = database.connect().await;
    let holder = database.send_task(&app, "select 1", json!({ "holdMs": 60_000 }));
    let panic = async {
        while database.connections(&observer).await == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        app.get("/probe/panic").await
    };
    let (holder, _) = tokio::join!(holder, panic);
    assert_eq!(holder.status, 500);
    let reply = database.run_task(&app, "select 1", json!({ "deadlineMs": 20_000 })).await;
    assert_eq!(reply["rows"], json!([["DbValue::Int32(1)"]]));
}

#[tokio::test]
async fn connections_that_the_server_closed_are_replaced() {
    let _few = CONNECTIONS.read().await;
    let database = Database::create().await;
    let app = database.app().start();
    let observer = database.connect().await;
    let replies =
        join_all((0..4).map(|_| database.run_task(&app, "select 1", json!({ "holdMs": 200 }))));
    replies.await;
    let kill = "select pg_terminate_backend(pid) from pg_stat_activity \
                where datname = current_database() and pid <> pg_backend_pid()";
    observer.execute(kill, &[]).await.expect("terminated");
    while database.connections(&observer).await != 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    for _ in 0..8 {
        let reply = database.run(&app, "select 1").await;
        assert_eq!(reply["rows"], json!([["DbValue::Int32(1)"]]));
    }
}
