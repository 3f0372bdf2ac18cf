//! Building the guests.

mod shrink;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use connectly_local::wasi::Wasi;
use connectly_local::{lock, manifest, process, report, workspace};
use tokio::task::JoinSet;

use crate::node;
use crate::packages::Package;
use crate::toolchain::{TARGET, Toolchain};

/// A guest that was built.
#[derive(Debug)]
pub struct Built {
    /// The component's name in `spin.toml`.
    pub name: String,
    /// Its `.wasm` file.
    pub file: PathBuf,
    /// Its size in bytes.
    pub size: u64,
}

/// Builds all guests that `spin.toml` names, in one call of cargo, and makes them small.
pub async fn build(toolchain: &Toolchain, wasi: Wasi) -> Result<Vec<Built>> {
    build_quickly(toolchain, wasi).await?;
    shrink_all(wasi).await?;
    let built = manifest::guests()?.into_iter().map(|guest| {
        let file = guest.built_for(wasi);
        Ok(Built { size: size(&file)?, name: guest.name, file })
    });
    built.collect()
}

/// Builds them like [`build`], but doesn't make them small, which takes a while.
pub async fn build_quickly(toolchain: &Toolchain, wasi: Wasi) -> Result<()> {
    let guests = manifest::guests()?;
    compile(toolchain, wasi, guests.iter().map(|guest| guest.package.as_str())).await
}

/// Builds all guests of the workspace, including those that only tests run, and makes those of
/// `spin.toml` small.
pub async fn build_all(toolchain: &Toolchain, packages: &[Package]) -> Result<()> {
    let guests = packages.iter().filter(|package| package.is_guest());
    let wasi = Wasi::default();
    compile(toolchain, wasi, guests.map(|guest| guest.name.as_str())).await?;
    shrink_all(wasi).await
}

/// Builds one guest that `spin.toml` does not name.
pub async fn build_package(toolchain: &Toolchain, package: &str) -> Result<()> {
    compile(toolchain, Wasi::default(), [package].into_iter()).await
}

async fn compile(
    toolchain: &Toolchain,
    wasi: Wasi,
    packages: impl Iterator<Item = &str>,
) -> Result<()> {
    let mut cargo = toolchain.cargo();
    cargo.args(["build", "--release", "--target", TARGET]);
    cargo.args(wasi.features()).arg("--target-dir").arg(wasi.target_dir());
    let mut names = Vec::new();
    for package in packages {
        cargo.args(["--package", package]);
        names.push(package);
    }
    report::step(format_args!("Building {} for WASI {}", names.join(", "), wasi.name()));
    process::run(&mut cargo).await
}

async fn shrink_all(wasi: Wasi) -> Result<()> {
    let _one_at_a_time = lock::acquire(&workspace::data_dir().join("shrink.lock")).await?;
    node::prepare().await?;
    let mut tasks = JoinSet::new();
    for guest in manifest::guests()? {
        let folder = wasi.target_dir().join("shrunk");
        tasks.spawn(async move { shrink::shrink(&guest.built_for(wasi), &folder).await });
    }
    while let Some(result) = tasks.join_next().await {
        result??;
    }
    Ok(())
}

fn size(file: &Path) -> Result<u64> {
    let metadata = file.metadata().with_context(|| {
        format!("cargo built the guests, but {} is not there; is `source` right?", file.display())
    })?;
    Ok(metadata.len())
}
