//! A database for one test.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};
use tokio_postgres::config::Host;
use tokio_postgres::{Client, Config, NoTls};

use crate::app::{App, Running, probe};
use crate::client::Reply;

/// A fresh database; dropped at the end.
pub struct Database {
    server: Config,
    name: String,
}

impl Database {
    pub async fn create() -> Self {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let url = std::env::var("CONNECTLY_TEST_DATABASE_URL").expect(
            "CONNECTLY_TEST_DATABASE_URL is not set. It names a Postgres for tests, as \
             postgres://SUPERUSER:PASSWORD@127.0.0.1:PORT/postgres",
        );
        let server: Config = url.parse().expect("CONNECTLY_TEST_DATABASE_URL is not an address");
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("devhost_test_{}_{number}", std::process::id());
        let admin = connect(&server).await;
        admin.batch_execute(&format!("create database {name}")).await.expect("a database");
        Self { server, name }
    }

    /// An application that may reach this database.
    pub fn app(&self) -> App {
        self.app_with(&probe())
    }

    /// The same with another component.
    pub fn app_with(&self, source: &Path) -> App {
        let (host, port) = self.host_and_port();
        let allowed = format!("allowed_outbound_hosts = [\"postgres://{host}:{port}\"]");
        App::with_source(source, &allowed)
    }

    /// The address for components.
    pub fn address(&self) -> String {
        let (host, port) = self.host_and_port();
        let quote = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'");
        let user = quote(self.server.get_user().unwrap_or("postgres"));
        let password = self.server.get_password().unwrap_or_default();
        let password = quote(&String::from_utf8_lossy(password));
        let name = &self.name;
        format!("host={host} port={port} dbname={name} user='{user}' password='{password}'")
    }

    pub fn host_and_port(&self) -> (String, u16) {
        let Some(Host::Tcp(host)) = self.server.get_hosts().first() else {
            panic!("CONNECTLY_TEST_DATABASE_URL names no host");
        };
        (host.clone(), self.server.get_ports().first().copied().unwrap_or(5432))
    }

    /// The test's own connection.
    pub async fn connect(&self) -> Client {
        connect(self.server.clone().dbname(&self.name)).await
    }

    /// How many connections others have to this database.
    pub async fn connections(&self, client: &Client) -> i64 {
        let count = "select count(*) from pg_stat_activity \
                     where datname = current_database() and pid <> pg_backend_pid() \
                     and backend_type = 'client backend'";
        client.query_one(count, &[]).await.expect("the count").get(0)
    }

    /// Lets the probe run a statement.
    pub async fn run(&self, app: &Running, statement: &str) -> Value {
        self.run_task(app, statement, json!({})).await
    }

    /// The same with further fields of the task.
    pub async fn run_task(&self, app: &Running, statement: &str, task: Value) -> Value {
        self.send_task(app, statement, task).await.json()
    }

    /// The same, but returns the whole answer, which may be an error.
    pub async fn send_task(&self, app: &Running, statement: &str, task: Value) -> Reply {
        let mut full = json!({ "address": self.address(), "statement": statement });
        let fields = full.as_object_mut().expect("an object");
        fields.extend(task.as_object().expect("an object").clone());
        app.post("/probe/postgres", full.to_string()).await
    }
}

async fn connect(config: &Config) -> Client {
    let (client, connection) = config
        .connect(NoTls)
        .await
        .expect("the Postgres of CONNECTLY_TEST_DATABASE_URL cannot be reached");
    tokio::spawn(connection);
    client
}

impl Drop for Database {
    fn drop(&mut self) {
        let server = self.server.clone();
        let statement = format!("drop database {} with (force)", self.name);
        // The test's runtime may be gone, so this makes a new one.
        let drop = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async { connect(&server).await.batch_execute(&statement).await })
        });
        if let Ok(Err(error)) = drop.join() {
            eprintln!("a database of a test stays behind: {error}");
        }
    }
}
