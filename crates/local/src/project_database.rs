//! The database that the application uses in this clone: one that the user names, or the project's
//! own.

use std::path::PathBuf;

use anyhow::{Context, Result};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::components::{APPLICATION, default_user, user_variable};
use crate::database::{Address, VARIABLES};
use crate::lock::{self, Lock};
use crate::postgres::{self, Cluster, Durability};
use crate::roles::{self, Login};
use crate::settings::Settings;
use crate::{migrate, report, search_index, secret};

/// A database to work with, running for as long as this value lives.
#[derive(Debug)]
pub struct ProjectDatabase {
    /// How its owner reaches it.
    pub address: Address,
    /// The roles that the components connect as.
    pub logins: Vec<Login>,
    server: Server,
}

#[derive(Debug)]
enum Server {
    /// A Postgres that the user named.
    Elsewhere,
    /// The embedded one, which this process runs.
    Owned(Box<Cluster>),
    /// The embedded one, which another `cargo xtask` command runs.
    Shared { _user: Lock },
}

impl ProjectDatabase {
    /// Finds the database, starting the embedded Postgres if the user names no other and it isn't
    /// running. Afterwards, `.env` has its address.
    pub async fn open() -> Result<Self> {
        if let Some(address) = named_by_a_person(&Settings::read()?)? {
            let settings = Settings::update(Settings::ensure_secrets).await?;
            let logins = settings.logins(&address.name)?;
            return Ok(Self { address, logins, server: Server::Elsewhere });
        }
        let (server, port, superuser_url) = embedded().await?;
        let settings = Settings::update(|settings| {
            let address = embedded_address(settings, port)?;
            for (name, value) in VARIABLES.iter().zip(address.values()) {
                settings.set_variable(name, &value);
            }
            settings.set_owner(&address.user, &address.password);
            settings.ensure_secrets()?;
            // For Spin, which knows only the names of the default database.
            for login in settings.logins(&address.name)? {
                if login.user != default_user(APPLICATION, &login.component) {
                    settings.set_variable(&user_variable(&login.component), &login.user);
                }
            }
            Ok(())
        });
        let settings = settings.await?;
        let address = embedded_address(&settings, port)?;
        create_role_and_database(&superuser_url, &address).await?;
        let logins = settings.logins(&address.name)?;
        let superuser = Address::parse(&superuser_url)?;
        roles::prepare(&Address { name: address.name.clone(), ..superuser }, &logins).await?;
        Ok(Self { address, logins, server })
    }

    /// Makes missing roles of the components, applies pending migrations, and returns the names of
    /// their files. Then brings the index for search up to date.
    pub async fn migrate(&self) -> Result<Vec<String>> {
        roles::prepare(&self.address, &self.logins).await?;
        let url = self.address.url()?;
        let files = migrate::run(&url).await?;
        let language = Settings::read()?.get(search_index::LANGUAGE);
        let indexed = search_index::update(&url, language.as_deref()).await?;
        if indexed > 0 {
            report::note(format_args!("indexed {indexed} posts for search"));
        }
        Ok(files)
    }

    /// The variables of `spin.toml` with the database's address and each component's role.
    pub fn variables(&self) -> Vec<(String, String)> {
        roles::variables(&self.address, &self.logins)
    }

    /// The owner's address of the embedded server, if a `cargo xtask` command runs it.
    pub async fn running() -> Result<Option<Address>> {
        match postgres::running(&folder()).await {
            Some((port, _)) => embedded_address(&Settings::read()?, port).map(Some),
            None => Ok(None),
        }
    }

    /// The embedded server, when this process runs it.
    pub fn cluster(&mut self) -> Option<&mut Cluster> {
        match &mut self.server {
            Server::Owned(cluster) => Some(cluster),
            Server::Elsewhere | Server::Shared { .. } => None,
        }
    }

    /// Stops the embedded server, if this process runs it, once no other command uses it.
    pub async fn close(self) -> Result<()> {
        if let Server::Owned(mut cluster) = self.server {
            let _last_user = lock::acquire(&users_lock()).await?;
            cluster.stop().await;
        }
        Ok(())
    }

    /// Stops the embedded server, if this process runs it, at once.
    pub async fn shut_down(self) {
        if let Server::Owned(mut cluster) = self.server {
            cluster.stop().await;
        }
    }
}

fn folder() -> PathBuf {
    postgres::home().join("postgres")
}

/// Shared by the commands that use a server they do not own, so that a short-lived owner
/// waits for them.
fn users_lock() -> PathBuf {
    folder().join("users.lock")
}

/// `DATABASE_URL`; or variables in `.env` that point to another server than the embedded one.
fn named_by_a_person(settings: &Settings) -> Result<Option<Address>> {
    if let Some(url) = settings.get("DATABASE_URL") {
        return Address::parse(&url).map(Some);
    }
    let (Some(host), Some(port)) = (settings.variable("db_host"), settings.variable("db_port"))
    else {
        return Ok(None);
    };
    let port = port.parse().with_context(|| format!("SPIN_VARIABLE_DB_PORT is `{port}`"))?;
    let port_of_ours = postgres::port(&folder());
    if host == "127.0.0.1" && port_of_ours.is_none_or(|ours| ours == port) {
        return Ok(None);
    }
    let or = |name, default: &str| settings.variable(name).unwrap_or_else(|| default.to_owned());
    Ok(Some(Address {
        host,
        port,
        name: or("db_name", APPLICATION),
        user: settings.owner().unwrap_or_else(|| APPLICATION.to_owned()),
        password: settings.owner_password().unwrap_or_default(),
        sslmode: or("db_sslmode", "prefer"),
    }))
}

/// The embedded server, its port and its superuser's URL: started by this process or found
/// running.
async fn embedded() -> Result<(Server, u16, String)> {
    let mut announced = false;
    loop {
        if let Some(mut cluster) = Cluster::open(&folder(), Durability::Safe).await? {
            cluster.start().await?;
            let (port, url) = (cluster.port(), cluster.url("postgres"));
            return Ok((Server::Owned(Box::new(cluster)), port, url));
        }
        // The owner may still be starting it, or waiting to stop it.
        if let Some(user) = lock::try_share(&users_lock())?
            && let Some((port, url)) = postgres::running(&folder()).await
        {
            return Ok((Server::Shared { _user: user }, port, url));
        }
        if !announced {
            report::note(
                "waiting for another `cargo xtask` command to start Postgres, or to stop it",
            );
            announced = true;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

fn embedded_address(settings: &Settings, port: u16) -> Result<Address> {
    let or = |name, default: &str| settings.variable(name).unwrap_or_else(|| default.to_owned());
    let password = match settings.owner_password() {
        Some(password) => password,
        None => secret::random()?,
    };
    Ok(Address {
        host: "127.0.0.1".to_owned(),
        port,
        name: or("db_name", APPLICATION),
        user: settings.owner().unwrap_or_else(|| APPLICATION.to_owned()),
        password,
        // On loopback, encryption would cost a round trip and protect nothing.
        sslmode: "disable".to_owned(),
    })
}

/// Makes the owner and its database, if they are missing, and gives the role its password.
async fn create_role_and_database(superuser_url: &str, address: &Address) -> Result<()> {
    let mut connection = PgConnection::connect(superuser_url).await?;
    let role: Option<i32> = sqlx::query_scalar("select 1 from pg_roles where rolname = $1")
        .bind(&address.user)
        .fetch_optional(&mut connection)
        .await?;
    let verb = if role.is_some() { "alter" } else { "create" };
    let template = format!("{verb} role %I login password %L");
    execute(&mut connection, &template, &[&address.user, &address.password]).await?;
    let database: Option<i32> = sqlx::query_scalar("select 1 from pg_database where datname = $1")
        .bind(&address.name)
        .fetch_optional(&mut connection)
        .await?;
    if database.is_none() {
        let names = [address.name.as_str(), &address.user];
        execute(&mut connection, "create database %I owner %I", &names).await?;
    }
    connection.close().await.context("cannot close the connection")
}

async fn execute(connection: &mut PgConnection, template: &str, names: &[&str]) -> Result<()> {
    let statement = roles::format(connection, template, names).await?;
    connection.execute(AssertSqlSafe(statement)).await?;
    Ok(())
}
