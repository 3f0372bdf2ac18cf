//! The JavaScript side of the project: what it needs, and npm itself.

use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use connectly_local::{lock, process, report, workspace};
use tokio::process::Command;

/// npm, in the workspace's folder, writing plain text.
pub fn npm() -> Command {
    let mut npm = process::command("npm");
    npm.env("NO_COLOR", "1");
    npm
}

/// A script of every npm package of the workspace that has it.
pub fn run_everywhere(script: &str) -> Command {
    let mut npm = npm();
    npm.args(["run", "--workspaces", "--if-present", script]);
    npm
}

/// Installs what `package-lock.json` names, unless that is already done.
pub async fn prepare() -> Result<()> {
    let _one_at_a_time = lock::acquire(&workspace::data_dir().join("npm.lock")).await?;
    let root = workspace::root();
    // npm writes this file last, so after an interruption it is missing.
    let installed = modified(&root.join("node_modules/.package-lock.json"));
    if installed.is_some() && installed >= modified(&root.join("package-lock.json")) {
        return Ok(());
    }
    if process::find_program("npm").is_none() {
        bail!("npm is not on the PATH: install Node 20.19 or newer");
    }
    report::step("Getting npm's packages");
    let mut ci = npm();
    ci.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
    process::output(&mut ci).await.map(drop).context("npm cannot get the packages")
}

/// When a file was last written; `None` if it doesn't exist.
pub fn modified(file: &Path) -> Option<SystemTime> {
    file.metadata().and_then(|metadata| metadata.modified()).ok()
}
