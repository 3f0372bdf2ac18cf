//! Several hosts that serve variants of the application from one database, for tests that are not
//! written in Rust.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::host::{Host, Setup};
use crate::runtime::Runtime;
use crate::scratch_database::ScratchDatabase;
use crate::wasi::Wasi;
use crate::{manifest, postgres, secret};

/// The hosts and their database. The hosts are declared first, and so dropped first.
#[derive(Debug)]
pub struct Hosts {
    /// Where the hosts' logs and states are kept.
    folder: PathBuf,
    wasi: Wasi,
    serving: Vec<(&'static Variant, Host)>,
    database: ScratchDatabase,
}

/// One way to set up the application.
#[derive(Debug)]
pub struct Variant {
    /// Its name in messages and in the names of files.
    pub name: &'static str,
    /// The environment variable that tells the tests its address.
    pub variable: &'static str,
    /// The variables of `spin.toml` that it sets, besides those that say where the database is.
    pub settings: &'static [(&'static str, &'static str)],
    /// Whether it has rate limits.
    pub has_limits: bool,
    /// Whether it can reach the database.
    pub has_database: bool,
}

impl Hosts {
    /// Starts a host for each variant, with a new database on this Postgres. All accept each
    /// other's sessions.
    pub async fn start(
        runtime: &Runtime,
        postgres: &str,
        variants: &'static [Variant],
        folder: PathBuf,
    ) -> Result<Self> {
        let database = ScratchDatabase::migrated(postgres).await?;
        let mut hosts = Self { folder, wasi: runtime.wasi, serving: Vec::new(), database };
        let jwt_secret = secret::random()?;
        // Started one after the other, so that all use the components that the first one compiled.
        for variant in variants {
            let setup = hosts.setup(variant, &jwt_secret)?;
            let host = Host::start(&runtime.program, &setup).await;
            let host = host.with_context(|| format!("the host `{}`", variant.name))?;
            hosts.serving.push((variant, host));
        }
        Ok(hosts)
    }

    fn setup(&self, variant: &Variant, jwt_secret: &str) -> Result<Setup> {
        let mut address = self.database.address().clone();
        if !variant.has_database {
            // Nothing listens on this port.
            address.port = postgres::free_port()?;
        }
        let mut setup = Setup::for_tests(self.wasi, &address)?;
        setup.state = Some(self.folder.join("state").join(variant.name));
        setup.set("jwt_secret", jwt_secret);
        if !variant.has_limits {
            setup.variables.extend(manifest::limits_off()?);
        }
        for (name, value) in variant.settings {
            setup.set(name, value);
        }
        Ok(setup)
    }

    /// The environment variables that tell the tests all addresses.
    pub fn variables(&self) -> Result<Vec<(&'static str, String)>> {
        let hosts = self.serving.iter().map(|(variant, host)| (variant.variable, host.url()));
        Ok(hosts.chain([("CONNECTLY_DATABASE_URL", self.database.url()?)]).collect())
    }

    /// Where a variant is served.
    pub fn url(&self, variant: &Variant) -> Option<String> {
        let mut hosts = self.serving.iter();
        hosts.find(|(serving, _)| serving.name == variant.name).map(|(_, host)| host.url())
    }

    /// Stops the hosts, and keeps what they wrote.
    pub async fn stop(self) -> Result<()> {
        for (variant, host) in self.serving {
            let log = host.stop().await;
            write(&self.folder.join(format!("{}.log", variant.name)), &log)?;
        }
        Ok(())
    }
}

fn write(file: &Path, text: &str) -> Result<()> {
    std::fs::create_dir_all(file.parent().unwrap_or(file))
        .and_then(|()| std::fs::write(file, text))
        .with_context(|| format!("cannot write {}", file.display()))
}
