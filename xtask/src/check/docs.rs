//! The documentation builds: no broken links.

use anyhow::Result;
use connectly_local::{process, workspace};

use super::Workspace;

pub async fn check(workspace: &Workspace) -> Result<()> {
    let mut cargo = process::cargo();
    cargo.args(["doc", "--no-deps", "--locked", "--quiet", "--document-private-items"]);
    cargo.arg("--target-dir").arg(workspace::host_target_dir());
    for package in workspace.packages.iter().filter(|package| package.is_host()) {
        cargo.args(["--package", &package.name]);
    }
    process::output(cargo.env("RUSTDOCFLAGS", "-D warnings")).await.map(drop)
}
