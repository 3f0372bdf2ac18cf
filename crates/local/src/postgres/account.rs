//! The user that Postgres runs as.

use std::path::Path;

use anyhow::{Context, Result};
use tokio::process::Command;

use crate::process;

/// The user and group ids to change to; `None` if this process is not root.
///
/// Postgres refuses to run as root, so root gives it to `nobody`.
#[derive(Clone, Copy, Debug)]
pub struct Account(Option<(u32, u32)>);

impl Account {
    /// The account that suits the user of this process.
    pub async fn find() -> Result<Self> {
        if !rustix::process::geteuid().is_root() {
            return Ok(Self(None));
        }
        let ids = (id("-u").await?, id("-g").await?);
        Ok(Self(Some(ids)))
    }

    /// The user and group ids, if another user than that of this process is needed.
    pub fn ids(&self) -> Option<(u32, u32)> {
        self.0
    }

    /// Lets the command run as this user.
    pub fn apply<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match self.0 {
            Some((user, group)) => command.uid(user).gid(group),
            None => command,
        }
    }

    /// Gives a file or a folder to this user.
    pub fn own(&self, path: &Path) -> Result<()> {
        let Some((user, group)) = self.0 else { return Ok(()) };
        std::os::unix::fs::chown(path, Some(user), Some(group))
            .with_context(|| format!("cannot give {} to the user nobody", path.display()))
    }
}

async fn id(which: &str) -> Result<u32> {
    let output = process::output(process::command("id").args([which, "nobody"]))
        .await
        .context("as root, Postgres needs a user `nobody` to run as")?;
    output.trim().parse().context("`id` did not answer with a number")
}
