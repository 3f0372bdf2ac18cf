//! Clippy and the compiler report nothing.

use std::collections::BTreeSet;

use anyhow::Result;
use connectly_build::toolchain::TARGET;
use connectly_local::wasi::Wasi;
use connectly_local::{manifest, process, workspace};
use tokio::process::Command;

use super::Workspace;

/// What is compiled for this machine, with its tests.
pub async fn host(workspace: &Workspace) -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args(["clippy", "--all-targets", "--target-dir"]).arg(workspace::host_target_dir());
    for package in workspace.packages.iter().filter(|package| package.is_host()) {
        cargo.args(["--package", &package.name]);
    }
    deny_warnings(&mut cargo).await
}

/// The guests and the libraries of the workspace that they name, for their own target.
pub async fn guests(workspace: &Workspace) -> Result<()> {
    let mut cargo = for_guests(workspace, Wasi::default());
    let guests = || workspace.packages.iter().filter(|package| package.is_guest());
    for guest in guests() {
        cargo.args(["--package", &guest.name]);
    }
    let libraries: BTreeSet<_> = guests().flat_map(|guest| &guest.dependencies).collect();
    for library in libraries {
        cargo.args(["--package", library]);
    }
    deny_warnings(&mut cargo).await
}

/// The guests of `spin.toml` and the library that names Spin's SDK, for another version of WASI than
/// the default.
pub async fn guests_for(workspace: &Workspace, wasi: Wasi) -> Result<()> {
    let mut cargo = for_guests(workspace, wasi);
    cargo.args(wasi.features());
    for guest in manifest::guests()? {
        cargo.args(["--package", &guest.package]);
    }
    cargo.args(["--package", "connectly-service"]);
    deny_warnings(&mut cargo).await
}

fn for_guests(workspace: &Workspace, wasi: Wasi) -> Command {
    let mut cargo = workspace.toolchain.clippy();
    // The profile that the build uses, so that dependencies are compiled only once.
    cargo.args(["--release", "--target", TARGET, "--target-dir"]);
    cargo.arg(wasi.target_dir());
    cargo
}

async fn deny_warnings(cargo: &mut Command) -> Result<()> {
    process::output(cargo.args(["--locked", "--quiet", "--", "-D", "warnings"])).await.map(drop)
}
