//! Building the guests.

use std::path::Path;

use anyhow::{Context, Result};

use crate::toolchain::{TARGET, Toolchain};
use crate::{manifest, process, report, workspace};

/// A guest that was built.
#[derive(Debug)]
pub struct Built {
    /// The component's name in `spin.toml`.
    pub name: String,
    /// The size of its `.wasm` file in bytes.
    pub size: u64,
}

/// Builds all guests that `spin.toml` names, in one call of cargo.
pub async fn build(toolchain: &Toolchain) -> Result<Vec<Built>> {
    let guests = manifest::guests()?;
    report::step(format_args!("Building {} guests for {TARGET}", guests.len()));
    let mut cargo = toolchain.cargo();
    cargo.args(["build", "--release", "--target", TARGET, "--target-dir"]);
    cargo.arg(workspace::guest_target_dir());
    for guest in &guests {
        cargo.args(["--package", &guest.package]);
    }
    process::run(&mut cargo).await?;
    guests
        .into_iter()
        .map(|guest| Ok(Built { size: size(&guest.file)?, name: guest.name }))
        .collect()
}

fn size(file: &Path) -> Result<u64> {
    let metadata = file.metadata().with_context(|| {
        format!("cargo built the guests, but {} is not there; is `source` right?", file.display())
    })?;
    Ok(metadata.len())
}
