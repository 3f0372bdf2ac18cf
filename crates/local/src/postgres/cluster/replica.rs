//! A streaming replica of a cluster.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};

use super::{Cluster, SUPERUSER, home, owner_lock, port_file};
use crate::{lock, process, secret};

impl Cluster {
    /// Creates and starts a temporary replica, which follows this cluster. This one is stopped for a
    /// moment, so that its files can be copied.
    pub async fn replica(&mut self) -> Result<Self> {
        let folder = home().join("temporary").join(&secret::random()?[..12]);
        // So that nobody takes the folder for one that was abandoned.
        let turn = lock::acquire(&home().join("temporary.lock")).await?;
        self.stop().await;
        process::output(process::command("cp").arg("-a").arg(&self.folder).arg(&folder)).await?;
        self.start().await?;
        for file in [owner_lock(&folder), port_file(&folder)] {
            std::fs::remove_file(&file)
                .with_context(|| format!("cannot remove {}", file.display()))?;
        }
        self.follow_from(&folder.join("data"))?;
        let mut replica = Self::open(&folder, self.durability)
            .await?
            .context("another process has a folder with a random name")?;
        drop(turn);
        replica.temporary = true;
        replica.start().await?;
        Ok(replica)
    }

    /// Makes the copy of a data folder the one of a replica.
    fn follow_from(&self, data: &Path) -> Result<()> {
        let primary = format!(
            "primary_conninfo = 'host=127.0.0.1 port={} user={SUPERUSER} password={}'\n",
            self.port, self.password
        );
        let file = data.join("postgresql.auto.conf");
        let written = OpenOptions::new().append(true).open(&file);
        written
            .and_then(|mut file| file.write_all(primary.as_bytes()))
            .and_then(|()| std::fs::write(data.join("standby.signal"), ""))
            .with_context(|| format!("cannot write to {}", file.display()))
    }
}
