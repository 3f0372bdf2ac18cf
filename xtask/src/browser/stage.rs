//! The running application that the tests open in a browser, in three forms.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::folder;
use crate::database::{Address, VARIABLES};
use crate::host::Host;
use crate::roles::{self, Login};
use crate::runtime::Runtime;
use crate::{migrate, postgres, secret, settings};

/// The hosts and their database. The hosts are declared, and so dropped, first.
pub struct Stage {
    hosts: Vec<Serving>,
    database: Database,
}

/// A host, and where it serves.
struct Serving {
    host: Host,
    form: &'static Form,
    listen: SocketAddr,
}

/// One way to set the application up.
struct Form {
    name: &'static str,
    /// Tells the tests where it is.
    variable: &'static str,
    public_reads: &'static str,
    has_database: bool,
}

/// All of them know the same sessions. The last one shows what people see of an outage.
const FORMS: [Form; 3] = [
    Form { name: "usual", variable: "CONNECTLY_URL", public_reads: "false", has_database: true },
    Form {
        name: "public",
        variable: "CONNECTLY_PUBLIC_URL",
        public_reads: "true",
        has_database: true,
    },
    Form {
        name: "unavailable",
        variable: "CONNECTLY_UNAVAILABLE_URL",
        public_reads: "true",
        has_database: false,
    },
];

impl Stage {
    /// Starts the hosts with a new database on this Postgres.
    pub async fn start(runtime: &Runtime, postgres: &str) -> Result<Self> {
        let database = Database::create(postgres).await?;
        let mut stage = Self { hosts: Vec::new(), database };
        let jwt_secret = secret::random()?;
        // One after the other, so that the first one's compiled components serve them all.
        for form in &FORMS {
            let serving = stage.serve(runtime, form, &jwt_secret).await;
            stage.hosts.push(serving.with_context(|| format!("the host `{}`", form.name))?);
        }
        Ok(stage)
    }

    async fn serve(
        &self,
        runtime: &Runtime,
        form: &'static Form,
        jwt_secret: &str,
    ) -> Result<Serving> {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, postgres::free_port()?));
        let mut address = self.database.address.clone();
        if !form.has_database {
            // Nobody listens there.
            address.port = postgres::free_port()?;
        }
        let logins = roles::of_tests(&address.password);
        let own = [("jwt_secret", jwt_secret), ("public_reads", form.public_reads)];
        let variables = VARIABLES
            .map(str::to_owned)
            .into_iter()
            .zip(address.values())
            .chain(logins.iter().flat_map(Login::variables))
            .chain(own.map(|(name, value)| (name.to_owned(), value.to_owned())))
            .map(|(name, value)| (settings::env_name(&name), value));
        let state = folder().join("state").join(form.name);
        let host = Host::start_quietly(runtime, listen, &state, variables).await?;
        Ok(Serving { host, form, listen })
    }

    /// Where everything is, for the tests.
    pub fn variables(&self) -> Vec<(&'static str, String)> {
        let addresses = self.hosts.iter();
        let addresses = addresses
            .map(|serving| (serving.form.variable, format!("http://{}", serving.listen)))
            .chain([("CONNECTLY_DATABASE_URL", self.database.url.clone())]);
        addresses.collect()
    }

    /// Stops the hosts, and keeps what they wrote.
    pub async fn stop(self) -> Result<()> {
        for serving in self.hosts {
            let log = serving.host.stop().await.join("\n");
            write(&folder().join(format!("{}.log", serving.form.name)), &log)?;
        }
        Ok(())
    }
}

fn write(file: &Path, text: &str) -> Result<()> {
    std::fs::create_dir_all(folder())
        .and_then(|()| std::fs::write(file, text))
        .with_context(|| format!("cannot write {}", file.display()))
}

/// A migrated database, dropped with this value.
struct Database {
    address: Address,
    url: String,
    /// The server's URL, with another database.
    server: String,
}

impl Database {
    async fn create(server: &str) -> Result<Self> {
        let mut address = Address::parse(server)?;
        // As for the other tests of the application.
        address.sslmode = "disable".to_owned();
        address.name = format!("browser_{}", &secret::random()?[..12]);
        let name = &address.name;
        execute(server, &format!("create database {name} template template0")).await?;
        let url = address.url()?;
        let database = Self { address, url, server: server.to_owned() };
        let logins = roles::of_tests(&database.address.password);
        roles::prepare(&database.address, &logins).await?;
        migrate::run(&database.url).await?;
        Ok(database)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let statement = format!("drop database if exists {} with (force)", self.address.name);
        let server = self.server.clone();
        // A thread of its own: this one runs the asynchronous code that is being broken off.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(execute(&server, &statement))
        });
        // The server may be gone already, and the database with it.
        let _ = dropping.join();
    }
}

async fn execute(server: &str, statement: &str) -> Result<()> {
    let mut connection = PgConnection::connect(server).await?;
    sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(&mut connection).await?;
    connection.close().await.context("cannot close the connection")
}
