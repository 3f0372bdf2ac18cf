//! What some tests need of the machine, and a package of Debian's has.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};

use crate::{apt, lock, workspace};

/// A file that tests need.
#[derive(Debug)]
pub struct Requirement {
    /// Debian's package that has it.
    pub package: &'static str,
    /// What is tried with it, for whoever misses it.
    pub purpose: &'static str,
    /// Names the file where it is elsewhere, and tells the tests where it is.
    pub variable: &'static str,
    /// Tells the tests why there is none.
    pub missing: &'static str,
    /// Looks where systems put it.
    pub find: fn() -> Option<PathBuf>,
}

impl Requirement {
    /// What the environment of the tests says of it: where it is, or why it is missing. What is
    /// missing is installed if a person agrees.
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
                bail!("{variable} names {}, which is not there", file.display());
            }
            return Ok(file);
        }
        let lock = workspace::data_dir().join(format!("{package}.lock"));
        let _one_at_a_time = lock::acquire(&lock).await?;
        if let Some(file) = (self.find)() {
            return Ok(file);
        }
        let step = format!("Installing Debian's {package} (once)");
        let why = match apt::get(step, &[package]).await {
            Ok(()) => match (self.find)() {
                Some(file) => return Ok(file),
                None => anyhow!("it was installed, and is not where it is looked for"),
            },
            Err(error) => error,
        };
        bail!(
            "{purpose} is tried with {package}: install that package, or name its file with \
             {variable} ({why:#})"
        )
    }
}
