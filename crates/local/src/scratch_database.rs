//! Databases for tests, dropped together with a value.

use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::database::Address;
use crate::{migrate, roles, secret};

/// A database that is dropped with this value.
#[derive(Debug)]
pub struct ScratchDatabase {
    address: Address,
    /// The address of another database of the same server.
    server: Address,
}

impl ScratchDatabase {
    /// A new database on this server: a copy of `template`, or an empty one, which is a copy of
    /// `template0`. The roles that the components connect as are the caller's concern.
    pub async fn create(server: &str, template: &str) -> Result<Self> {
        let server = Address::parse(server)?;
        let name = format!("test_{}", &secret::random()?[..32]);
        execute(&server.url()?, &format!("create database {name} template {template}")).await?;
        Ok(Self { address: Address { name, ..server.clone() }, server })
    }

    /// A new database with the tables of the application and the components' roles.
    pub async fn migrated(server: &str) -> Result<Self> {
        let database = Self::create(server, "template0").await?;
        let logins = roles::of_tests(&database.address.password)?;
        roles::prepare(&database.address, &logins).await?;
        migrate::run(&database.url()?).await?;
        Ok(database)
    }

    /// How a superuser reaches it.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// The same as a URL.
    pub fn url(&self) -> Result<String> {
        self.address.url()
    }
}

impl Drop for ScratchDatabase {
    fn drop(&mut self) {
        let statement = format!("drop database if exists {} with (force)", self.address.name);
        let server = self.server.url();
        // In a separate thread, because this one may be inside an asynchronous runtime.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(execute(&server?, &statement))
        });
        // The server may already be gone, and the database with it.
        let _ = dropping.join();
    }
}

/// Runs statements on the database at this URL.
pub async fn execute(url: &str, statements: &str) -> Result<()> {
    let mut connection = PgConnection::connect(url).await.context("cannot connect to Postgres")?;
    sqlx::raw_sql(AssertSqlSafe(statements.to_owned())).execute(&mut connection).await?;
    connection.close().await.context("cannot close the connection")
}
