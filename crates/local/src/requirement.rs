//! Files that some tests need from the system, and the Debian packages that have them.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};

use crate::{apt, lock, workspace};

/// A file that tests need.
#[derive(Debug)]
pub struct Requirement {
    /// The Debian package that has it.
    pub package: &'static str,
    /// What it is used to test, for the message if it is missing.
    pub purpose: &'static str,
    /// The environment variable that names the file if it is elsewhere, and tells the tests its
    /// path.
    pub variable: &'static str,
    /// The environment variable that tells the tests why it is missing.
    pub missing: &'static str,
    /// The release of Debian whose package is new enough. It is then unpacked into a folder of the
    /// project and not installed, so nobody has to agree.
    pub release: Option<&'static str>,
    /// Looks in the usual places.
    pub find: fn() -> Option<PathBuf>,
}

impl Requirement {
    /// The variable for the tests: the file's path, or why it is missing. If it is missing, it is
    /// installed if a person agrees.
    pub async fn prepare(&self) -> (&'static str, OsString) {
        match self.find_or_install().await {
            Ok(file) => (self.variable, file.into()),
            Err(error) => (self.missing, format!("{error:#}").into()),
        }
    }

    async fn find_or_install(&self) -> Result<PathBuf> {
        let Self { package, purpose, variable, .. } = self;
        if let Some(file) = std::env::var_os(variable).map(PathBuf::from) {
            if !file.exists() {
                bail!("{variable} names {}, which does not exist", file.display());
            }
            return Ok(file);
        }
        let lock = workspace::data_dir().join(format!("{package}.lock"));
        let _one_at_a_time = lock::acquire(&lock).await?;
        if let Some(file) = (self.find)() {
            return Ok(file);
        }
        let why = match self.get().await {
            Ok(()) => match (self.find)() {
                Some(file) => return Ok(file),
                None => anyhow!("it was installed, but it is not in the usual places"),
            },
            Err(error) => error,
        };
        bail!(
            "{purpose} is tried with {package}: install that package, or name its file with \
             {variable} ({why:#})"
        )
    }

    async fn get(&self) -> Result<()> {
        let package = self.package;
        match self.release {
            Some(release) => apt::unpack(package, release).await,
            None => apt::get(format!("Installing Debian's {package} (once)"), &[package]).await,
        }
    }
}
