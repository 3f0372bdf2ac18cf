//! Several hosts of Connectly behind HAProxy, with or without PgBouncer between them and Postgres.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use connectly_local::pools::Pools;
use connectly_local::postgres::Account;
use connectly_local::proxies::pgbouncer::{self, Setup};
use connectly_local::proxies::{HAPROXY, PGBOUNCER, haproxy};
use tempfile::TempDir;

use crate::access::Access;
use crate::contestant::Contestant;
use crate::dataset::Dataset;
use crate::files::temporary_folder;
use crate::processes::family;
use crate::server::{Server, free_address};

/// Connections to Postgres of all hosts together: what `deploy/pgbouncer.ini` allows.
pub const CONNECTIONS: usize = 64;

/// How long HAProxy may take to find all hosts well.
const CHECKED: Duration = Duration::from_secs(2);

/// The programs that stand around the hosts.
pub struct Proxies {
    haproxy: PathBuf,
    pgbouncer: PathBuf,
    account: Account,
}

/// What runs. The parts are in the order in which they end.
pub struct Fleet {
    balancer: Server,
    hosts: Vec<Server>,
    pgbouncer: Option<Server>,
    _folder: TempDir,
}

/// Seconds of processor time so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Time {
    pub hosts: f64,
    pub pgbouncer: f64,
    pub haproxy: f64,
}

impl Proxies {
    pub async fn prepare() -> Result<Self> {
        let haproxy = HAPROXY.find_or_install().await?;
        let pgbouncer = PGBOUNCER.find_or_install().await?;
        Ok(Self { haproxy, pgbouncer, account: Account::find().await? })
    }
}

impl Fleet {
    /// Starts this many hosts.
    pub async fn start(
        proxies: &Proxies,
        connectly: &Contestant,
        data: &Dataset,
        (count, is_pooled): (usize, bool),
    ) -> Result<Self> {
        let folder = folder_for_proxies().context("cannot create a temporary folder")?;
        let access = &data.access;
        let pgbouncer =
            if is_pooled { Some(pooled(proxies, access, folder.path()).await?) } else { None };
        let size = if is_pooled { Pools::read()?.size } else { share(count)? };
        let runtime_config = folder.path().join("runtime-config.toml");
        fs::write(&runtime_config, format!("[outbound_pg]\nmax_connections = {size}\n"))?;
        let mut hosts = Vec::new();
        for number in 0..count {
            let listen = free_address()?;
            let command = connectly.one_of_many(listen, access, |setup| {
                setup.runtime_config = Some(runtime_config.clone());
                setup.state = Some(folder.path().join(number.to_string()));
                if let Some(pgbouncer) = &pgbouncer {
                    setup.set("db_port", &pgbouncer.address.port().to_string());
                }
            })?;
            hosts.push(Server::run(&format!("host{number}"), command, listen, access).await?);
        }
        let balancer = balancer(proxies, &hosts, access, folder.path()).await?;
        tokio::time::sleep(CHECKED).await;
        Ok(Self { balancer, hosts, pgbouncer, _folder: folder })
    }

    /// Where the balancer serves.
    pub fn address(&self) -> SocketAddr {
        self.balancer.address
    }

    pub fn time(&self) -> Result<Time> {
        let time = |server: &Server| Ok::<_, anyhow::Error>(family(server.id())?.cpu);
        Ok(Time {
            hosts: self.hosts.iter().map(time).sum::<Result<f64>>()?,
            pgbouncer: self.pgbouncer.iter().map(time).sum::<Result<f64>>()?,
            haproxy: time(&self.balancer)?,
        })
    }

    pub async fn stop(self) {
        self.balancer.stop().await;
        for host in self.hosts {
            host.stop().await;
        }
        if let Some(pgbouncer) = self.pgbouncer {
            pgbouncer.stop().await;
        }
    }
}

/// How many connections each of these hosts may check out, so that all pools together keep no more
/// than [`CONNECTIONS`].
fn share(hosts: usize) -> Result<usize> {
    let components = Pools::read()?.components;
    Ok((CONNECTIONS / components / hosts).max(1))
}

async fn pooled(proxies: &Proxies, access: &Access, folder: &Path) -> Result<Server> {
    let address = free_address()?;
    let postgres = access.address()?;
    let users = pgbouncer::users(&postgres)?;
    let setup = Setup { postgres: &postgres, port: address.port(), users: &users, lines: "" };
    let mut command = Command::new(&proxies.pgbouncer);
    pgbouncer::prepare(&mut command, &folder.join("pgbouncer"), &proxies.account, &setup)?;
    Server::listening("pgbouncer", command.into(), address).await
}

async fn balancer(
    proxies: &Proxies,
    hosts: &[Server],
    access: &Access,
    folder: &Path,
) -> Result<Server> {
    let address = free_address()?;
    let hosts: Vec<_> = hosts.iter().map(|host| host.address.to_string()).collect();
    let mut command = Command::new(&proxies.haproxy);
    haproxy::prepare(&mut command, &folder.join("haproxy"), address.port(), &hosts)?;
    Server::run("haproxy", command.into(), address, access).await
}

/// A temporary folder with one for each proxy.
fn folder_for_proxies() -> Result<TempDir> {
    let folder = temporary_folder()?;
    for part in ["pgbouncer", "haproxy"] {
        fs::create_dir(folder.path().join(part))?;
    }
    Ok(folder)
}
