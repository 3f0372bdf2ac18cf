//! The program that runs the components: Spin, or the project's development host.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use semver::Version;

use crate::wasi::Wasi;
use crate::{process, report, workspace};

/// The environment variable that names an already built development host.
const DEVHOST_OVERRIDE: &str = "CONNECTLY_DEVHOST";

/// The program that the user chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    /// Spin, from the `PATH`.
    Spin,
    /// The project's development host.
    Devhost,
}

/// A program that can run the components.
#[derive(Debug)]
pub struct Runtime {
    /// Its path.
    pub program: PathBuf,
    /// What the components are built for.
    pub wasi: Wasi,
    /// Spin's version; `None` for the development host.
    spin: Option<Version>,
}

impl Runtime {
    /// Finds or builds the program: the user's choice, or else a Spin on the `PATH` that is new
    /// enough, or else the development host.
    pub async fn prepare(choice: Option<Choice>, wasi: Wasi) -> Result<Self> {
        let (program, spin) = match choice {
            Some(Choice::Spin) => find_spin(wasi).await?,
            Some(Choice::Devhost) => build_devhost().await?,
            None => match find_spin(wasi).await {
                Ok(spin) => spin,
                Err(_) => build_devhost().await?,
            },
        };
        Ok(Self { program, wasi, spin })
    }

    /// `spin` or `devhost`.
    pub fn name(&self) -> &'static str {
        if self.spin.is_some() { "spin" } else { "devhost" }
    }
}

impl fmt::Display for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match &self.spin {
            Some(version) => write!(f, " {version}"),
            None => Ok(()),
        }
    }
}

/// The program, and its version if it is Spin.
type Found = (PathBuf, Option<Version>);

async fn find_spin(wasi: Wasi) -> Result<Found> {
    let (major, minor) = wasi.oldest_spin();
    let Some(program) = process::find_program("spin") else {
        bail!(
            "there is no `spin` on the PATH: install Spin {major}.{minor} or newer \
             (https://spinframework.dev), or use `--runtime devhost`"
        );
    };
    let output = process::output(process::command(&program).arg("--version")).await?;
    let version = parse_version(&output)
        .with_context(|| format!("{} does not print its version", program.display()))?;
    if !is_new_enough(&version, wasi) {
        bail!(
            "{} is Spin {version}, which cannot load components for WASI {}: they need \
             {major}.{minor} or newer. Update it, choose an older WASI with `--wasi`, or use \
             `--runtime devhost`",
            program.display(),
            wasi.name()
        );
    }
    Ok((program, Some(version)))
}

/// The version in `spin 4.1.0 (a1b2c3d 2026-01-31)`.
fn parse_version(output: &str) -> Option<Version> {
    Version::parse(output.split_whitespace().nth(1)?).ok()
}

/// A pre-release counts as its release.
fn is_new_enough(version: &Version, wasi: Wasi) -> bool {
    (version.major, version.minor) >= wasi.oldest_spin()
}

async fn build_devhost() -> Result<Found> {
    if let Some(program) = std::env::var_os(DEVHOST_OVERRIDE) {
        return found(program);
    }
    report::step("Building the development host (the first time takes minutes)");
    let target_dir = workspace::host_target_dir();
    let mut cargo = process::cargo();
    cargo.args(["build", "--profile", "host", "--package", "connectly-devhost", "--target-dir"]);
    process::run(cargo.arg(&target_dir)).await?;
    found(target_dir.join("host/connectly-devhost").into_os_string())
}

fn found(program: OsString) -> Result<Found> {
    let program = PathBuf::from(program);
    if !program.exists() {
        bail!("the development host {} does not exist", program.display());
    }
    Ok((program, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spin_is_new_enough_from_the_first_pre_release_on() {
        for (output, expected) in [
            ("spin 4.1.0 (a1b2c3d 2026-01-31)\n", true),
            ("spin 4.1.0-pre0 (a1b2c3d 2026-01-31)", true),
            ("spin 4.10.2", true),
            ("spin 5.0.0", true),
            ("spin 4.0.9 (a1b2c3d 2026-01-31)", false),
            ("spin 3.9.0", false),
        ] {
            let version = parse_version(output).unwrap();
            assert_eq!(is_new_enough(&version, Wasi::V0_3), expected, "{output}");
        }
        let version = parse_version("spin 3.4.1 (a1b2c3d 2025-09-10)").unwrap();
        assert_eq!(Wasi::ALL.map(|wasi| is_new_enough(&version, wasi)), [true, false, false]);
        assert_eq!(parse_version("another program"), None);
    }
}
