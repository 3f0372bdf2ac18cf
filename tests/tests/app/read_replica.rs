//! Reading without a session, from a replica that is behind, gone or frozen.

use std::time::{Duration, Instant};

use connectly_tests::{Actor, App, Database, OwnPostgres, Special, Stage};
use reqwest::Method;
use serde_json::json;
use sqlx::{Connection as _, Executor as _, PgConnection};

const POSTS: &str = "/api/v1/blog";

/// How long the replica may be behind, and how long an instance avoids one that it has lost.
const LIMIT: Duration = Duration::from_secs(15);

/// A site that everyone may read, on a primary with a replica. The parts are in the order in which they
/// end.
struct Site {
    app: App,
    database: Database,
    replica: OwnPostgres,
    _primary: OwnPostgres,
}

impl Site {
    async fn start() -> Self {
        let mut primary = OwnPostgres::start(Special::default()).await;
        let database = Database::empty(&primary.url("postgres")).await;
        connectly_local::migrate::run(&database.url()).await.expect("the migrations apply");
        let replica = primary.replica().await;
        let app = Stage::at(&database.url())
            .variable("public_reads", "true")
            .variable("db_read_host", "127.0.0.1")
            .variable("db_read_port", &replica.port().to_string())
            .start()
            .await;
        Self { app, database, replica, _primary: primary }
    }

    async fn on_the_replica(&self, statement: &'static str) {
        let url = self.replica.url(self.database.name());
        let mut connection = PgConnection::connect(&url).await.expect("the replica");
        connection.execute(statement).await.expect("the statement runs");
    }

    /// Keeps the replica at its present state.
    async fn pause(&self) {
        self.on_the_replica("select pg_wal_replay_pause()").await;
    }

    /// Waits until the only post has this revision on the replica.
    async fn wait_until_replayed(&self, revision: i64) {
        let url = self.replica.url(self.database.name());
        let mut connection = PgConnection::connect(&url).await.expect("the replica");
        let begin = Instant::now();
        loop {
            let there: i64 = sqlx::query_scalar("select revision from posts")
                .fetch_one(&mut connection)
                .await
                .expect("a post");
            if there == revision {
                return;
            }
            assert!(begin.elapsed() < LIMIT, "the replica is at {there}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Lets it follow again.
    async fn resume(&self) {
        self.on_the_replica("select pg_wal_replay_resume()").await;
    }

    /// Waits until readers without a session see this revision.
    async fn wait_for(&self, post: &str, revision: &str) {
        let begin = Instant::now();
        while self.app.anon().read_post(post).await.header("etag") != revision {
            assert!(begin.elapsed() < LIMIT, "no revision {revision}:\n{}", self.app.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

async fn rename(author: &Actor, post: &str, title: &str) {
    author.put(POSTS, json!({"id": post, "title": title})).await.assert_status(200);
}

async fn known(reader: &Actor, post: &str, tag: &str) -> (u16, String) {
    let request = reader.request(Method::GET, &format!("{POSTS}/{post}"));
    let answer = reader.send(request.header("if-none-match", tag)).await;
    (answer.status, answer.header("etag").to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn one_without_a_session_sees_its_state_and_one_with_a_session_todays() {
    let site = Site::start().await;
    let ada = site.app.sign_up("ada").await;
    let anon = site.app.anon();
    let post = ada.create_post("First").await;
    site.wait_for(&post, "\"1\"").await;

    site.pause().await;
    rename(&ada, &post, "Second").await;
    let later = ada.create_post("Later").await;
    assert_eq!(ada.read_post(&post).await.body["post"]["title"], "Second");
    assert_eq!(anon.read_post(&post).await.body["post"]["title"], "First");
    let list = anon.get(&format!("{POSTS}/bulk")).await.body;
    assert_eq!(list["posts"].as_array().map(Vec::len), Some(1), "{list}");
    anon.read_post(&later).await.assert_problem(404, "Not found");
    let page = reqwest::get(site.app.base().join(&format!("/blog/{post}")).unwrap()).await.unwrap();
    assert!(page.text().await.unwrap().contains("<title>First"), "the page of the first title");

    // A tag is true of what was sent with it.
    assert_eq!(known(&anon, &post, "\"1\"").await, (304, "\"1\"".to_owned()));
    assert_eq!(known(&anon, &post, "\"2\"").await, (200, "\"1\"".to_owned()));
    assert_eq!(known(&ada, &post, "\"2\"").await, (304, "\"2\"".to_owned()));

    site.resume().await;
    site.wait_for(&post, "\"2\"").await;
    assert_eq!(known(&anon, &post, "\"2\"").await, (304, "\"2\"".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_is_gone_or_frozen_is_replaced_by_the_primary() {
    let mut site = Site::start().await;
    let ada = site.app.sign_up("ada").await;
    let post = ada.create_post("First").await;
    site.wait_for(&post, "\"1\"").await;

    site.replica.kill().await;
    rename(&ada, &post, "Second").await;
    let begin = Instant::now();
    assert_eq!(site.app.anon().read_post(&post).await.header("etag"), "\"2\"");
    assert!(begin.elapsed() < Duration::from_secs(1), "{:?}", begin.elapsed());
    site.app.wait_for_log("the replica is lost").await;

    // It is used again when it is back.
    site.replica.start_again().await;
    site.wait_until_replayed(2).await;
    site.pause().await;
    let begin = Instant::now();
    rename(&ada, &post, "Third").await;
    site.wait_for(&post, "\"2\"").await;
    site.resume().await;
    site.wait_for(&post, "\"3\"").await;
    assert!(begin.elapsed() < LIMIT, "{:?}", begin.elapsed());

    site.replica.freeze();
    rename(&ada, &post, "Fourth").await;
    let begin = Instant::now();
    assert_eq!(site.app.anon().read_post(&post).await.header("etag"), "\"4\"");
    assert!(begin.elapsed() < Duration::from_secs(3), "{:?}", begin.elapsed());
    site.replica.thaw();
}
