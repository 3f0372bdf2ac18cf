//! PgBouncer between the application and Postgres, with the configuration of `deploy/pgbouncer.ini`.

use std::net::Ipv4Addr;

use connectly_local::{
    database::Address,
    postgres::Account,
    proxies::{
        PGBOUNCER,
        pgbouncer::{ADMINISTRATOR, Setup, prepare, users},
    },
};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, postgres::PgRow};

use crate::{Stage, proxy::Proxy};

/// A running PgBouncer. It ends with this value.
pub struct PgBouncer {
    proxy: Proxy,
    /// The superuser's address of the server behind it.
    postgres: Address,
    port: u16,
}

impl PgBouncer {
    /// Starts one in front of the server with this URL, with the passwords of the tests' roles.
    ///
    /// # Panics
    /// When it doesn't start.
    pub async fn before(postgres: &str) -> Self {
        let address = Address::parse(postgres).expect("a URL");
        Self::with(postgres, &users(&address).expect("the components"), "").await
    }

    /// Likewise, with this list of users and more lines in its configuration.
    ///
    /// # Panics
    /// When it doesn't start.
    pub async fn with(postgres: &str, users: &str, lines: &str) -> Self {
        let postgres = Address::parse(postgres).expect("a URL");
        let account = Account::find().await.expect("a user for PgBouncer");
        let (proxy, [port]) = Proxy::start(&PGBOUNCER, |command, folder, [port]| {
            let setup = Setup { postgres: &postgres, port, users, lines };
            prepare(command, folder, &account, &setup).expect("its files");
        })
        .await;
        Self { proxy, postgres, port }
    }

    /// Ends it, with all of its connections.
    pub fn kill(&mut self) {
        self.proxy.kill();
    }

    /// Starts it again, on the same port.
    pub async fn start_again(&mut self) {
        self.proxy.start_again(&[self.port]).await;
    }

    /// How the superuser reaches a database through it.
    ///
    /// # Panics
    /// Never: it is a URL again.
    pub fn url(&self, database: &str) -> String {
        self.address(&self.postgres.user, database).url().expect("a URL")
    }

    /// How a role reaches a database through it. All have the same password.
    pub fn address(&self, user: &str, database: &str) -> Address {
        Address {
            host: Ipv4Addr::LOCALHOST.to_string(),
            port: self.port,
            name: database.to_owned(),
            user: user.to_owned(),
            ..self.postgres.clone()
        }
    }

    /// Runs a command on its console and returns the sum of a column's numbers, or 0.
    ///
    /// # Panics
    /// When the command fails.
    pub async fn console(&self, command: &str, column: &str) -> u64 {
        let url = self.address(ADMINISTRATOR, "pgbouncer").url().expect("a URL");
        let mut connection = PgConnection::connect(&url).await.expect("PgBouncer's console");
        // It understands simple queries only.
        let rows = sqlx::raw_sql(AssertSqlSafe(command)).fetch_all(&mut connection).await;
        let rows = rows.unwrap_or_else(|error| panic!("{command}: {error}"));
        let number = |row: &PgRow| row.get_unchecked::<String, _>(column).parse::<u64>();
        rows.iter().map(|row| number(row).expect("a number")).sum()
    }
}

impl Stage {
    /// With PgBouncer between the host and Postgres.
    #[must_use]
    pub fn behind_pgbouncer(self, pgbouncer: &PgBouncer) -> Self {
        self.variable("db_host", "127.0.0.1").variable("db_port", &pgbouncer.port.to_string())
    }
}
