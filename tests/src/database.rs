//! A database for each test, cloned from a migrated template.

use std::{
    collections::BTreeSet,
    sync::{
        Mutex as SyncMutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use connectly_local::{
    database::Address,
    roles,
    scratch_database::{self, ScratchDatabase},
};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tokio::sync::{Mutex, OnceCell};

use crate::environment;

/// Set where the server is deleted after the run, so that nothing on it has to be tidied up.
const SERVER_IS_TEMPORARY: &str = "CONNECTLY_TEST_SERVER_IS_TEMPORARY";

/// Databases that tests have left as only the components can: with other rows, and nothing else.
/// Emptying one costs far less than creating and dropping one, which is hundreds of files.
static LEFT_OVER: SyncMutex<Vec<ScratchDatabase>> = SyncMutex::new(Vec::new());

/// Takes every row, as a new copy of the template has none.
const TRUNCATE: &str = "do $$ begin execute (
    select 'truncate ' || string_agg(oid::regclass::text, ', ') || ' restart identity'
    from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and relname <> '_sqlx_migrations'
); end $$";

const ORDERING: Ordering = Ordering::Relaxed;

/// A migrated database, dropped with this value.
pub struct Database {
    /// The server's URL, with another database.
    server: String,
    /// Taken when this value is dropped.
    scratch: Option<ScratchDatabase>,
    /// Whether another test may get it, emptied.
    is_reusable: AtomicBool,
}

impl Database {
    /// One for an application, without rows. It may have been another test's, which reached it
    /// through the application alone.
    pub async fn for_application() -> Self {
        let left_over = LEFT_OVER.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let database = match left_over {
            Some(scratch) => {
                let server = environment("CONNECTLY_TEST_DATABASE_URL");
                let database = Self { server, scratch: Some(scratch), is_reusable: false.into() };
                database.db_execute(TRUNCATE).await;
                database
            }
            None => Self::new().await,
        };
        database.is_reusable.store(std::env::var_os(SERVER_IS_TEMPORARY).is_some(), ORDERING);
        database
    }

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
        let server = server.to_owned();
        let database = Self { server, scratch: Some(scratch), is_reusable: false.into() };
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
            let address = self.address();
            let logins = roles::of_tests(&address.password).expect("the components");
            roles::prepare(address, &logins).await.expect("roles for the components");
            prepared.insert(self.server.clone());
        }
    }

    /// A connection with a component's role.
    pub async fn connect_as(&self, component: &str) -> PgConnection {
        self.is_reusable.store(false, ORDERING);
        let address = self.address();
        let logins = roles::of_tests(&address.password).expect("the components");
        let login = logins.iter().find(|login| login.component == component);
        let url = login.expect("a component").address(address).url().expect("a URL");
        PgConnection::connect(&url).await.expect("the component's role")
    }

    fn address(&self) -> &Address {
        self.scratch.as_ref().expect("it is not dropped yet").address()
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.address().name
    }

    /// Its URL, with the superuser's name and password.
    pub fn url(&self) -> String {
        self.is_reusable.store(false, ORDERING);
        self.url_for_application()
    }

    /// The same, for nothing but starting a host.
    pub(crate) fn url_for_application(&self) -> String {
        self.address().url().expect("a URL")
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
        execute(&self.url_for_application(), &statement).await;
    }

    /// The only value of a query, which changes nothing.
    pub async fn db_number(&self, query: &str) -> i64 {
        let url = self.url_for_application();
        let mut connection = PgConnection::connect(&url).await.expect("the test's own database");
        let read_only = "set default_transaction_read_only = on";
        connection.execute(read_only).await.expect("a setting");
        let query = sqlx::query_scalar(AssertSqlSafe(query));
        query.fetch_one(&mut connection).await.expect("a number")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let is_reusable = self.is_reusable.load(ORDERING) && !std::thread::panicking();
        if let Some(scratch) = self.scratch.take_if(|_| is_reusable) {
            LEFT_OVER.lock().unwrap_or_else(PoisonError::into_inner).push(scratch);
        }
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
