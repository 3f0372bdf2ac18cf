//! The application with PgBouncer between it and Postgres, with the configuration of
//! `deploy/pgbouncer.ini`.

use std::time::{Duration, Instant};

use connectly_local::{components, database::Address, migrate, roles};
use connectly_tests::{
    App, Database, OwnPostgres, PASSWORD, PgBouncer, Special, Stage, environment,
};
use connectly_types::OPERATIONS;
use serde_json::json;
use sqlx::{Connection as _, Executor as _, PgConnection};

/// An application behind a PgBouncer, with more variables.
async fn start(variables: &[(&str, &str)]) -> (PgBouncer, App) {
    let pgbouncer = PgBouncer::before(&environment("CONNECTLY_TEST_DATABASE_URL")).await;
    let mut stage = Stage::new().await.behind_pgbouncer(&pgbouncer);
    for (name, value) in variables {
        stage = stage.variable(name, value);
    }
    (pgbouncer, stage.start().await)
}

#[tokio::test]
async fn every_operation_succeeds() {
    let (pgbouncer, app) = start(&[]).await;
    for operation in OPERATIONS {
        let actor = app.sign_up(&operation.name.replace('_', "-")).await;
        let post = actor.create_post("First").await;
        let answer = actor.call(operation, &actor.subject(&post).await).await;
        answer.assert_status(operation.success.as_u16());
    }
    app.anon().get("/readyz").await.assert_status(200);
    // What the hosts prepare for each run is prepared once on a connection.
    let [hosts, postgres] = ["total_client_parse_count", "total_server_parse_count"];
    let hosts = pgbouncer.console("show stats", hosts).await;
    let postgres = pgbouncer.console("show stats", postgres).await;
    assert!(postgres > 0 && postgres < hosts / 2, "{postgres} of {hosts}");
    // Cleaned as the host does it, the sessions still have their name.
    let named = "select count(*) from pg_stat_activity where application_name = 'connectly'
        and datname = current_database()";
    assert!(app.database().db_number(named).await >= 3);
}

#[tokio::test]
async fn what_postgres_refuses_keeps_its_code() {
    let (_pgbouncer, app) = start(&[("limit_writing", "2/day")]).await;
    let ada = app.sign_up("ada").await;
    let taken = json!({"email": "ada@example.com", "password": PASSWORD});
    app.anon().post("/api/v1/user/signup", taken).await.assert_problem(409, "Email already taken");
    for status in [201, 201, 429] {
        let post = json!({"title": "t", "content": "c"});
        ada.post("/api/v1/blog", post).await.assert_status(status);
    }
    ada.post("/api/v1/user/logout", json!({})).await.assert_status(200);
    ada.get("/api/v1/user/me").await.assert_unauthorized();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_row_is_waited_for_a_second() {
    let (_pgbouncer, app) = start(&[]).await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let mut holder = app.database().connect().await;
    let mut transaction = holder.begin().await.unwrap();
    transaction.execute("select from posts for update").await.unwrap();
    let begin = Instant::now();
    let answer = ada.put("/api/v1/blog", json!({"id": id, "title": "Second"})).await;
    answer.assert_problem(503, "Service unavailable");
    let took = begin.elapsed();
    assert!(took > Duration::from_millis(900) && took < Duration::from_millis(2_500), "{took:?}");
    app.wait_for_log("55P03: canceling statement due to lock timeout").await;
    transaction.rollback().await.unwrap();
    ada.put("/api/v1/blog", json!({"id": id, "title": "Second"})).await.assert_status(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_is_stopped_after_three_seconds() {
    let (_pgbouncer, app) = start(&[]).await;
    let ada = app.sign_up("ada").await;
    let database = app.database();
    database
        .db_execute(
            "create function sleep() returns trigger language plpgsql as
                $$ begin perform pg_sleep(30); return new; end $$;
            create trigger sleep before insert on posts execute function sleep();",
        )
        .await;
    let answer = ada.post("/api/v1/blog", json!({"title": "t", "content": "c"})).await;
    answer.assert_problem(503, "Service unavailable");
    let at_work = "select count(*) from pg_stat_activity where state = 'active'
        and datname = current_database() and pid <> pg_backend_pid()";
    let begin = Instant::now();
    while database.db_number(at_work).await > 0 {
        assert!(begin.elapsed() < Duration::from_secs(3), "the statement goes on");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn without_the_limits_of_its_role_the_application_is_not_ready() {
    let postgres = OwnPostgres::start(Special::default()).await;
    let database = Database::empty(&postgres.url("postgres")).await;
    migrate::run(&database.url()).await.unwrap();
    let role = components::default_user("test", "web");
    database.db_execute(&format!("alter role {role} reset lock_timeout")).await;
    let pgbouncer = PgBouncer::before(&postgres.url("postgres")).await;
    let app = Stage::at(&database.url()).behind_pgbouncer(&pgbouncer).start().await;
    let problem = app.anon().get("/readyz").await.assert_problem(503, "Service unavailable");
    assert!(problem.detail.contains("no lock_timeout"), "{}", problem.detail);
    database.db_execute(&format!("alter role {role} set lock_timeout = 1000")).await;
    pgbouncer.console("reconnect", "").await;
    app.anon().get("/readyz").await.assert_status(200);
}

#[tokio::test]
async fn migrations_that_come_through_it_take_turns() {
    let server = environment("CONNECTLY_TEST_DATABASE_URL");
    let pgbouncer = PgBouncer::before(&server).await;
    let database = Database::empty(&server).await;
    let url = pgbouncer.url(database.name());
    let (one, two, three) =
        tokio::join!(migrate::run(&url), migrate::run(&url), migrate::run(&url));
    let applied = [one, two, three].map(|result| result.unwrap().len());
    assert_eq!(applied.iter().filter(|count| **count > 0).count(), 1, "{applied:?}");
    let locks = "select count(*) from pg_locks where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())";
    assert_eq!(database.db_number(locks).await, 0);
    assert!(migrate::status(&url).await.unwrap().iter().all(|file| file.applied_at.is_some()));
}

#[tokio::test]
async fn it_may_know_secrets_or_look_them_up() {
    const SECRETS: &str = r#"select format('"%s" "%s"', rolname, rolpassword) from pg_authid where rolname ~ '_login$'"#;
    let server = environment("CONNECTLY_TEST_DATABASE_URL");
    let database = Database::new().await;
    let mut superuser = PgConnection::connect(&server).await.unwrap();
    let secrets: Vec<String> = sqlx::query_scalar(SECRETS).fetch_all(&mut superuser).await.unwrap();
    let password = Address::parse(&server).unwrap().password;
    let superuser = format!("\"postgres\" \"{password}\"\n");
    for (users, lines) in [
        (secrets.join("\n") + "\n", ""),
        (superuser, "auth_user = postgres\nauth_dbname = postgres\n"),
    ] {
        let pgbouncer = PgBouncer::with(&server, &users, lines).await;
        for login in roles::of_tests(&password).unwrap() {
            let address = pgbouncer.address(&login.user, database.name());
            let mut connection = PgConnection::connect(&address.url().unwrap()).await.unwrap();
            let user: String = sqlx::query_scalar("select session_user::text")
                .fetch_one(&mut connection)
                .await
                .unwrap();
            assert_eq!(user, login.user);
            let wrong = Address { password: "wrong".to_owned(), ..address };
            let error = PgConnection::connect(&wrong.url().unwrap()).await.unwrap_err();
            assert!(error.to_string().contains("authentication failed"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_result_of_another_type_needs_new_connections() {
    let (pgbouncer, app) = start(&[]).await;
    let ada = app.sign_up("ada").await;
    let sessions = "/api/v1/user/sessions";
    ada.get(sessions).await.assert_status(200);
    app.database().db_execute("alter table sessions alter device type varchar(60)").await;
    // The statement is prepared on PgBouncer's connection, for the old type.
    ada.get(sessions).await.assert_problem(503, "Service unavailable");
    app.wait_for_log("0A000: cached plan must not change result type").await;
    pgbouncer.console("reconnect", "").await;
    ada.get(sessions).await.assert_status(200);
}
