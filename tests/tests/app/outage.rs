//! Postgres gone, frozen or busy: 503 in time, and well again soon after.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use connectly_tests::{Actor, App, Database, PASSWORD, Stage};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use sqlx::{Connection as _, PgConnection};
use tokio::sync::Mutex;
use xtask::postgres::Cluster;

/// What the contract promises.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
const WELL_WITHIN: Duration = Duration::from_secs(5);

/// Clients that read and write without a pause until they are stopped, and note each answer.
struct Load {
    notes: Arc<Mutex<Vec<Note>>>,
    clients: Vec<tokio::task::JoinHandle<()>>,
}

struct Note {
    begin: Instant,
    took: Duration,
    status: u16,
}

impl Load {
    fn begin(actor: &Actor, post: &str) -> Self {
        let notes = Arc::new(Mutex::new(Vec::new()));
        let clients = (0..16)
            .map(|number| {
                let (actor, post, notes) = (actor.clone(), post.to_owned(), notes.clone());
                tokio::spawn(async move {
                    loop {
                        let begin = Instant::now();
                        let answer = if number % 2 == 0 {
                            actor.read_post(&post).await
                        } else {
                            actor.post("/api/v1/blog", json!({"title": "t", "content": "c"})).await
                        };
                        if answer.status == 503 {
                            answer.assert_problem(503, "Service unavailable");
                            tokio::time::sleep(Duration::from_millis(20)).await;
                        }
                        let note = Note { begin, took: begin.elapsed(), status: answer.status };
                        notes.lock().await.push(note);
                    }
                })
            })
            .collect();
        Self { notes, clients }
    }

    /// Waits until an answer to a request made after `since` has this status.
    async fn wait_for(&self, status: u16, since: Instant, limit: Duration) {
        let begin = Instant::now();
        loop {
            let notes = self.notes.lock().await;
            if notes.iter().any(|note| note.begin >= since && note.status == status) {
                return;
            }
            drop(notes);
            assert!(begin.elapsed() < limit, "no {status} within {limit:?}");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn end(self) -> Vec<Note> {
        for client in &self.clients {
            client.abort();
        }
        for client in self.clients {
            // Aborted, or failed in an assertion.
            if let Err(error) = client.await
                && error.is_panic()
            {
                std::panic::resume_unwind(error.into_panic());
            }
        }
        Arc::into_inner(self.notes).expect("all clients have ended").into_inner()
    }
}

/// An application on a Postgres that the test can stop.
async fn on_a_postgres_of_its_own() -> (Cluster, Database, App) {
    let cluster = Cluster::temporary().await.expect("a Postgres for this test");
    let database = Database::empty(&cluster.url("postgres")).await;
    xtask::migrate::run(&database.url()).await.expect("the migrations apply");
    // The clients write as fast as they can, all with one account.
    let app = Stage::at(&database.url()).variable("limit_writing", "off").start().await;
    (cluster, database, app)
}

#[tokio::test(flavor = "multi_thread")]
async fn postgres_is_stopped_and_started_again_under_load() {
    let (mut cluster, _database, app) = on_a_postgres_of_its_own().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;
    let load = Load::begin(&ada, &post);
    load.wait_for(201, Instant::now(), ANSWER_WITHIN).await;

    cluster.stop().await;
    let stopped = Instant::now();
    load.wait_for(503, stopped, ANSWER_WITHIN).await;
    tokio::time::sleep(Duration::from_secs(1)).await;

    cluster.start().await.expect("Postgres starts again");
    let started = Instant::now();
    load.wait_for(200, started, WELL_WITHIN).await;
    load.wait_for(201, started, WELL_WITHIN).await;
    let well = Instant::now();
    tokio::time::sleep(Duration::from_millis(500)).await;

    for note in load.end().await {
        assert!(matches!(note.status, 200 | 201 | 503), "{}", note.status);
        assert!(note.took < ANSWER_WITHIN, "{} after {:?}", note.status, note.took);
        if note.begin > well {
            assert_ne!(note.status, 503, "not well after all");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frozen_postgres_is_answered_for_in_time() {
    let (cluster, _database, app) = on_a_postgres_of_its_own().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;
    // Every process of the cluster: the connections are served by children.
    let mut connection = PgConnection::connect(&cluster.url("postgres")).await.unwrap();
    let backends: Vec<i32> = sqlx::query_scalar("select pid from pg_stat_activity")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let postmaster = cluster.process_id().expect("a running Postgres").cast_signed();
    let processes: Vec<_> =
        backends.into_iter().chain([postmaster]).filter_map(Pid::from_raw).collect();
    let signal = |signal| {
        for process in &processes {
            // One that has ended meanwhile needs no signal.
            let _ = kill_process(*process, signal);
        }
    };

    signal(Signal::STOP);
    let begin = Instant::now();
    let requests: Vec<_> = (0..24)
        .map(|number| {
            let (ada, anon, post) = (ada.clone(), app.anon(), post.clone());
            tokio::spawn(async move {
                let email = format!("newcomer-{number}@example.com");
                let account = json!({"email": email, "password": PASSWORD});
                let answer = match number % 4 {
                    0 => ada.read_post(&post).await,
                    1 => ada.post("/api/v1/blog", json!({"title": "t", "content": "c"})).await,
                    2 => anon.post("/api/v1/user/signup", account).await,
                    _ => anon.post("/api/v1/user/signin", account).await,
                };
                (answer, begin.elapsed())
            })
        })
        .collect();
    let mut answers = Vec::new();
    for request in requests {
        answers.push(request.await.unwrap());
    }
    signal(Signal::CONT);

    for (answer, took) in answers {
        answer.assert_problem(503, "Service unavailable");
        assert!(took < ANSWER_WITHIN, "{took:?}");
    }
    let thawed = Instant::now();
    while ada.read_post(&post).await.status != 200 {
        assert!(thawed.elapsed() < WELL_WITHIN, "not well after {WELL_WITHIN:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exhausted_pool_is_answered_for_in_time() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;

    // Somebody holds the table: every connection of the pool ends up waiting for it.
    let mut holder = app.database().connect().await;
    let mut transaction = holder.begin().await.unwrap();
    sqlx::query("lock table posts").execute(&mut *transaction).await.unwrap();
    let waiting: Vec<_> = (0..100)
        .map(|_| {
            let (ada, post) = (ada.clone(), post.clone());
            tokio::spawn(async move {
                let begin = Instant::now();
                let answer = ada.read_post(&post).await;
                answer.assert_problem(503, "Service unavailable");
                begin.elapsed()
            })
        })
        .collect();
    for request in waiting {
        let took = request.await.unwrap();
        assert!(took < ANSWER_WITHIN, "{took:?}");
    }
    transaction.rollback().await.unwrap();

    let begin = Instant::now();
    while ada.read_post(&post).await.status != 200 {
        assert!(begin.elapsed() < WELL_WITHIN, "not well after {WELL_WITHIN:?}");
    }
    let idle = "select count(*) from pg_stat_activity where state like 'idle in transaction%'";
    assert_eq!(app.database().db_number(idle).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_in_a_transaction() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for _ in 0..5 {
        ada.post("/api/v1/blog", json!({"title": "t", "content": "c"})).await.assert_status(201);
        ada.post("/api/v1/blog", json!({"title": "", "content": "c"})).await.assert_status(400);
        let taken = json!({"email": "ada@example.com", "password": PASSWORD});
        app.anon().post("/api/v1/user/signup", taken).await.assert_status(409);
    }
    let open = "select count(*) from pg_stat_activity
        where application_name = 'connectly' and state like 'idle in transaction%'
            and datname = current_database()";
    assert_eq!(app.database().db_number(open).await, 0);
}
