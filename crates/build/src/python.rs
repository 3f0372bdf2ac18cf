//! Programs that come as Python packages, each in an environment of the project's own.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use connectly_local::{lock, process, report, workspace};

/// Gives a program. Installs it with what a file of requirements lists, which are exact versions
/// with the checksums of their files, unless that has been done since the file changed.
pub async fn prepare(program: &str, requirements: &str) -> Result<PathBuf> {
    let folder = workspace::data_dir().join(format!("python-{program}"));
    let _one_at_a_time = lock::acquire(&folder.with_extension("lock")).await?;
    let file = folder.join("bin").join(program);
    let wanted = std::fs::read_to_string(workspace::root().join(requirements))?;
    let installed = folder.join("installed.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(file);
    }
    report::step(format_args!("Getting {program}, in a Python environment of the project's own"));
    install(&folder, requirements)
        .await
        .with_context(|| format!("cannot get {program} as a Python package"))?;
    // At the end, so that after an interruption it is not there.
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
