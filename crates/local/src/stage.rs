//! The running application in several forms at once, for tests that are no Rust.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::database::{Address, VARIABLES};
use crate::host::Host;
use crate::roles::{self, Login};
use crate::runtime::Runtime;
use crate::{manifest, migrate, postgres, secret};

/// The hosts and their database. The hosts are declared, and so dropped, first.
#[derive(Debug)]
pub struct Stage {
    /// Where the hosts' logs and states are kept.
    folder: PathBuf,
    hosts: Vec<Serving>,
    database: Database,
}

/// A host, and where it serves.
#[derive(Debug)]
struct Serving {
    host: Host,
    form: &'static Form,
    listen: SocketAddr,
}

/// One way to set the application up.
#[derive(Debug)]
pub struct Form {
    /// What it is called where it is one of several.
    pub name: &'static str,
    /// Tells the tests where it is.
    pub variable: &'static str,
    /// The variables of `spin.toml` that it sets, besides those that say where the database is.
    pub settings: &'static [(&'static str, &'static str)],
    /// Whether it limits how often somebody may ask for something.
    pub has_limits: bool,
    /// Whether it can reach the database.
    pub has_database: bool,
}

impl Stage {
    /// Starts a host for each form, with a new database on this Postgres. All of them know the
    /// same sessions.
    pub async fn start(
        runtime: &Runtime,
        postgres: &str,
        forms: &'static [Form],
        folder: PathBuf,
    ) -> Result<Self> {
        let database = Database::create(postgres).await?;
        let mut stage = Self { folder, hosts: Vec::new(), database };
        let jwt_secret = secret::random()?;
        // One after the other, so that the first one's compiled components serve them all.
        for form in forms {
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
        let limits_off = if form.has_limits { Vec::new() } else { manifest::limits_off()? };
        let own =
            form.settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let variables = VARIABLES
            .map(str::to_owned)
            .into_iter()
            .zip(address.values())
            .chain(logins.iter().flat_map(Login::variables))
            .chain([("jwt_secret".to_owned(), jwt_secret.to_owned())])
            .chain(limits_off)
            .chain(own)
            .map(|(name, value)| (manifest::env_name(&name), value));
        let state = self.folder.join("state").join(form.name);
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

    /// Where a form serves.
    pub fn url(&self, form: &Form) -> Option<String> {
        let serving = self.hosts.iter().find(|serving| serving.form.name == form.name)?;
        Some(format!("http://{}", serving.listen))
    }

    /// Stops the hosts, and keeps what they wrote.
    pub async fn stop(self) -> Result<()> {
        for serving in self.hosts {
            let log = serving.host.stop().await.join("\n");
            write(&self.folder.join(format!("{}.log", serving.form.name)), &log)?;
        }
        Ok(())
    }
}

fn write(file: &Path, text: &str) -> Result<()> {
    std::fs::create_dir_all(file.parent().unwrap_or(file))
        .and_then(|()| std::fs::write(file, text))
        .with_context(|| format!("cannot write {}", file.display()))
}

/// A migrated database, dropped with this value.
#[derive(Debug)]
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
        address.name = format!("stage_{}", &secret::random()?[..12]);
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
