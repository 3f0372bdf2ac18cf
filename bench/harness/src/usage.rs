//! Resource usage, observed while a measurement runs.

use std::time::Duration;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use sqlx::{Connection, PgConnection};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::postgres::Postgres;
use crate::processes::{Family, families};
use crate::site::Site;

/// How often to look: rarely enough not to disturb.
const STEP: Duration = Duration::from_millis(250);

/// The usage of the server, with the cache in front of it, and of Postgres.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Usage {
    /// Seconds of processor time.
    pub server_cpu: f64,
    pub postgres_cpu: f64,
    /// The maximum in bytes.
    pub server_memory: u64,
    pub postgres_memory: u64,
    /// The maximum.
    pub postgres_connections: i64,
}

/// Observes both repeatedly.
pub struct Watch {
    stop: oneshot::Sender<()>,
    watcher: JoinHandle<Result<Usage>>,
}

impl Watch {
    pub async fn start(site: &Site, postgres: &Postgres) -> Result<Self> {
        let mut connection = postgres.look().await?;
        let (servers, postgres) = (site.ids(), [postgres.process_id()?]);
        let (stop, stopped) = oneshot::channel();
        let before = (families(&servers)?, families(&postgres)?);
        let watcher = tokio::spawn(async move {
            let usage = watch(&servers, &postgres, before, &mut connection, stopped).await;
            connection.close().await?;
            usage
        });
        Ok(Self { stop, watcher })
    }

    pub async fn stop(self) -> Result<Usage> {
        // An error means that the watcher has failed, which is reported below.
        let _ = self.stop.send(());
        self.watcher.await.context("the watcher failed")?
    }
}

async fn watch(
    servers: &[u32],
    postgres: &[u32],
    before: (Family, Family),
    connection: &mut PgConnection,
    mut stopped: oneshot::Receiver<()>,
) -> Result<Usage> {
    let mut usage = Usage::default();
    loop {
        let is_last = tokio::time::timeout(STEP, &mut stopped).await.is_ok();
        let now = (families(servers)?, families(postgres)?);
        usage.server_cpu = now.0.cpu - before.0.cpu;
        usage.postgres_cpu = now.1.cpu - before.1.cpu;
        usage.server_memory = usage.server_memory.max(now.0.memory);
        usage.postgres_memory = usage.postgres_memory.max(now.1.memory);
        let connections = Postgres::count_connections(connection).await?;
        usage.postgres_connections = usage.postgres_connections.max(connections);
        if is_last {
            return Ok(usage);
        }
    }
}
