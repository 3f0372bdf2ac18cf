//! `--like-spin=off`, an option of the development host: components get the same answers as in Spin,
//! except where a test here says what each of the two does.

use serde_json::{Value, json};

use crate::app::{App, Running, Runtime, guest};
use crate::database::Database;

/// One connection, so that a statement finds what the one before has left.
const ONE_CONNECTION: &str = "[outbound_pg]\nmax_connections = 1";

/// Starts it with the option, if the host has it.
fn start(app: App, like_spin: &str) -> Running {
    let app = app.runtime_config(ONE_CONNECTION);
    match Runtime::get() {
        Runtime::Devhost => app.arguments(&["--like-spin", like_spin]).start(),
        Runtime::Spin => app.start(),
    }
}

/// How many statements are prepared on the connection, this one included.
async fn prepared(database: &Database, app: &Running) -> Value {
    let count = "select count(*) from pg_prepared_statements";
    database.run(app, count).await["rows"][0][0].clone()
}

/// In Spin, the statement that counts is alone.
fn one_or(faster: u32) -> String {
    let count = if Runtime::get() == Runtime::Devhost { faster } else { 1 };
    format!("DbValue::Int64({count})")
}

#[test]
fn what_is_no_part_of_it_is_refused() {
    if Runtime::get() == Runtime::Devhost {
        for text in ["yes", "off:", "off:rows,speed"] {
            let said = App::new("").arguments(&["--like-spin", text]).fail();
            assert!(said.contains("--like-spin"), "{said}");
        }
    }
}

#[tokio::test]
async fn the_answers_are_the_same() {
    let (of_spin, of_faster) = (Database::create().await, Database::create().await);
    let (like_spin, faster) = (start(of_spin.app(), "on"), start(of_faster.app(), "off"));
    for (statement, how) in [
        ("select 1 as one, null::text as nothing, '{\"b\": 1, \"a\": []}'::jsonb as json", "query"),
        ("select 1 where false", "query"),
        ("select 1 where false", "result"),
        ("select n, repeat('x', 100) from generate_series(1, 1000) n", "query"),
        ("select repeat('x', 300000) from generate_series(1, 20) n", "query"),
        ("select n, pg_sleep(0.01) from generate_series(1, 5) n", "query"),
        ("select n, pg_sleep(0.1) from generate_series(1, 3) n", "result"),
        ("select generate_series(1, 4)", "result"),
        ("select generate_series(1, 1000000)", "first_row"),
        ("select 1 / (500 - n) from generate_series(1, 1000) n", "query"),
        ("select 1 / (500 - n) from generate_series(1, 1000) n", "first_row"),
        ("select 1 / (3 - n) from generate_series(1, 5) n", "result"),
        ("select now()", "query"),
        ("selekt", "query"),
        ("selekt", "execute"),
        ("create table t (n int unique)", "execute"),
        ("insert into t values (1), (2)", "execute"),
        ("insert into t values (3), (4) returning n", "execute"),
        ("insert into t values (1)", "execute"),
        ("insert into t values (1)", "query"),
        ("drop table t", "query"),
    ] {
        let task = json!({ "how": how });
        // The second time, the faster host has prepared it already.
        for _ in 0..2 {
            let expected = of_spin.run_task(&like_spin, statement, task.clone()).await;
            let found = of_faster.run_task(&faster, statement, task.clone()).await;
            assert_eq!(found, expected, "{statement}");
        }
    }
}

#[tokio::test]
async fn a_statement_stays_prepared() {
    let database = Database::create().await;
    let app = start(database.app(), "off:statements");
    for _ in 0..2 {
        database.run(&app, "select 1").await;
        database.run_task(&app, "select 2", json!({ "how": "execute" })).await;
    }
    assert_eq!(prepared(&database, &app).await, one_or(3));
}

#[tokio::test]
async fn a_statement_stays_prepared_for_components_for_wasi_0_2() {
    let database = Database::create().await;
    let app = start(database.app_with(&guest("connectly-probe-0-2")), "off:statements");
    database.run(&app, "select 1").await;
    assert_eq!(prepared(&database, &app).await, one_or(2));
}

#[tokio::test]
async fn a_statement_is_prepared_again_when_its_columns_change() {
    let database = Database::create().await;
    let app = start(database.app(), "off:statements");
    let outside = database.connect().await;
    outside.batch_execute("create table t (a int)").await.expect("a table");
    for columns in 1..4 {
        let reply = database.run(&app, "select * from t").await;
        assert_eq!(reply["rows"].as_array().map(Vec::len), Some(columns - 1));
        let change =
            format!("insert into t (a) values (1); alter table t add column c{columns} int");
        outside.batch_execute(&change).await.expect("another column");
    }
    let reply = database.run(&app, "select * from t").await;
    assert_eq!(reply["columns"].as_array().map(Vec::len), Some(4));
}

#[tokio::test]
async fn a_statement_that_the_connection_has_lost_is_prepared_again() {
    let database = Database::create().await;
    let app = start(database.app(), "off:statements");
    for _ in 0..2 {
        assert_eq!(database.run(&app, "select 1").await["rows"][0][0], "DbValue::Int32(1)");
        database.run(&app, "deallocate all").await;
    }
}

#[tokio::test]
async fn a_connection_forgets_its_statements_when_there_are_too_many() {
    let database = Database::create().await;
    let app = start(database.app(), "off:statements");
    let task = json!({ "how": "execute" });
    for number in 0..300 {
        database.run_task(&app, &format!("select {number}"), task.clone()).await;
    }
    let count = prepared(&database, &app).await;
    let kept = (1..100).any(|number| count == format!("DbValue::Int64({number})"));
    assert!(kept, "{count}");
}

#[tokio::test]
async fn a_connection_is_given_out_as_it_was_left() {
    let database = Database::create().await;
    let app = start(database.app(), "off:pool");
    database.run(&app, "set search_path = elsewhere").await;
    let path = database.run(&app, "select current_setting('search_path')").await["rows"].clone();
    // Spin cleans it.
    let is_left = path == json!([["DbValue::Str(\"elsewhere\")"]]);
    assert_eq!(is_left, Runtime::get() == Runtime::Devhost, "{path}");
}
