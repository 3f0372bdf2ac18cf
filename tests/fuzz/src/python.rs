//! A Python environment of the project's own, with schemathesis in it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use connectly_local::{lock, process, report, workspace};

/// Exact versions, with the checksums of their files.
const REQUIREMENTS: &str = "tests/fuzz/requirements.txt";

/// Gives the program `schemathesis`, and installs it unless that has been done since the
/// requirements changed.
pub async fn prepare() -> Result<PathBuf> {
    let _one_at_a_time = lock::acquire(&workspace::data_dir().join("python.lock")).await?;
    let folder = workspace::data_dir().join("python");
    let schemathesis = folder.join("bin/schemathesis");
    let wanted = std::fs::read_to_string(workspace::root().join(REQUIREMENTS))?;
    let installed = folder.join("installed.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(schemathesis);
    }
    report::step("Getting schemathesis, in a Python environment of the project's own");
    install(&folder).await?;
    // At the end, so that after an interruption it is not there.
    std::fs::write(&installed, wanted)?;
    Ok(schemathesis)
}

async fn install(folder: &Path) -> Result<()> {
    if process::find_program("python3").is_none() {
        bail!("python3 is not on the PATH: install Python 3.11 or newer");
    }
    let mut venv = process::command("python3");
    venv.args(["-m", "venv", "--clear"]).arg(folder);
    process::output(&mut venv)
        .await
        .context("Python cannot make an environment; on Debian, `apt-get install python3-venv`")?;
    let mut pip = process::command(folder.join("bin/python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--require-hashes",
        "--requirement",
        REQUIREMENTS,
    ]);
    process::output(&mut pip).await.map(drop).context("pip cannot get schemathesis")
}
