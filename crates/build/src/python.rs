//! Programs that come as Python packages, each in its own environment in the project.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use connectly_local::{lock, process, report, workspace};

/// Returns the path of a program. If needed, installs it first from a requirements file with exact
/// versions and checksums.
pub async fn prepare(program: &str, requirements: &str) -> Result<PathBuf> {
    let folder = workspace::data_dir().join(format!("python-{program}"));
    let _one_at_a_time = lock::acquire(&folder.with_extension("lock")).await?;
    let file = folder.join("bin").join(program);
    let wanted = std::fs::read_to_string(workspace::root().join(requirements))?;
    let installed = folder.join("installed.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(file);
    }
    report::step(format_args!("Getting {program} into its own Python environment in the project"));
    install(&folder, requirements)
        .await
        .with_context(|| format!("cannot get {program} as a Python package"))?;
    // Written last, so that after an interruption it is missing.
    std::fs::write(&installed, wanted)?;
    Ok(file)
}

async fn install(folder: &Path, requirements: &str) -> Result<()> {
    if process::find_program("python3").is_none() {
        bail!("python3 is not on the PATH: install Python 3.11 or newer");
    }
    let mut venv = process::command("python3");
    venv.args(["-m", "venv", "--clear"]).arg(folder);
    process::output(&mut venv)
        .await
        .context("Python cannot make an environment; on Debian, `apt-get install python3-venv`")?;
    let mut pip = process::command(folder.join("bin/python"));
    pip.args(["-m", "pip", "install", "--quiet", "--require-hashes", "--requirement"]);
    process::output(pip.arg(requirements)).await.map(drop)
}
