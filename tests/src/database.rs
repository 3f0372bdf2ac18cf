//! A database for each test, cloned from a migrated template.

use std::collections::BTreeSet;

use connectly_local::{
    database::Address,
    roles,
    scratch_database::{self, ScratchDatabase},
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::sync::{Mutex, OnceCell};

use crate::environment;

/// A migrated database, dropped with this value.
pub struct Database {
    /// The server's URL, with another database.
    server: String,
    scratch: ScratchDatabase,
}

impl Database {
    /// A new one, on the server that `cargo xtask test` started.
    pub async fn new() -> Self {
        static TEMPLATE: OnceCell<String> = OnceCell::const_new();

        let server = environment("CONNECTLY_TEST_DATABASE_URL");
        let template = TEMPLATE.get_or_init(|| create_template(&server)).await;
        Self::create(&server, template).await
    }

    /// A new, empty one, on the test's own server.
    pub async fn empty(server: &str) -> Self {
        Self::create(server, "template0").await
    }

    async fn create(server: &str, template: &str) -> Self {
        let scratch = ScratchDatabase::create(server, template).await.expect("a new database");
        let database = Self { server: server.to_owned(), scratch };
        database.prepare_roles().await;
        database
    }

    /// The components' roles belong to the server, except for the rights on the database itself,
    /// which a copy does not have.
    async fn prepare_roles(&self) {
        static PREPARED: Mutex<BTreeSet<String>> = Mutex::const_new(BTreeSet::new());

        let mut prepared = PREPARED.lock().await;
        if prepared.contains(&self.server) {
            drop(prepared);
            let mut connection = self.connect().await;
            roles::take_temporary_tables(&mut connection).await.expect("a right less");
        } else {
            let address = self.scratch.address();
            let logins = roles::of_tests(&address.password);
            roles::prepare(address, &logins).await.expect("roles for the components");
            prepared.insert(self.server.clone());
        }
    }

    /// A connection with a component's role.
    pub async fn connect_as(&self, component: &str) -> PgConnection {
        let address = self.scratch.address();
        let logins = roles::of_tests(&address.password);
        let login = logins.iter().find(|login| login.component == component);
        let url = login.expect("a component").address(address).url().expect("a URL");
        PgConnection::connect(&url).await.expect("the component's role")
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.scratch.address().name
    }

    /// Its URL, with the superuser's name and password.
    pub fn url(&self) -> String {
        self.scratch.url().expect("a URL")
    }

    /// A connection to inspect or prepare the database without the application.
    pub async fn connect(&self) -> PgConnection {
        PgConnection::connect(&self.url()).await.expect("the test's own database")
    }

    /// Runs statements on it.
    pub async fn db_execute(&self, statements: &str) {
        execute(&self.url(), statements).await;
    }

    /// Moves time forward for the rate limits.
    pub async fn db_let_pass(&self, seconds: i64) {
        let statement =
            format!("update rate_limits set full_at = full_at - {seconds} * interval '1 second'");
        self.db_execute(&statement).await;
    }

    /// The only value of a query.
    pub async fn db_number(&self, query: &str) -> i64 {
        let query = sqlx::query_scalar(AssertSqlSafe(query));
        query.fetch_one(&mut self.connect().await).await.expect("a number")
    }
}

/// The migrated database that the others are copies of; one for each test program.
async fn create_template(server: &str) -> String {
    let name = format!("template_{}", std::process::id());
    execute(server, &format!("drop database if exists {name} with (force)")).await;
    execute(server, &format!("create database {name} template template0")).await;
    let address = Address { name, ..Address::parse(server).expect("a URL") };
    let url = address.url().expect("a URL");
    connectly_local::migrate::run(&url).await.expect("the migrations apply");
    address.name
}

async fn execute(url: &str, statements: &str) {
    scratch_database::execute(url, statements).await.expect("the statements run");
}
