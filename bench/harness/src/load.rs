//! The load generator: wrk, which sends the given requests.
//!
//! wrk takes the least of the processor that it shares with what it measures. It waits for an
//! answer before its next request, so its latencies are those of as many patient clients, and say
//! nothing about a queue in front of a server.

use std::time::Duration;

use anyhow::{Context, Result};
use connectly_local::{apt, process, workspace};
use serde::{Deserialize, Serialize};

use crate::requests::Requests;

/// An answer that takes longer counts as a failure.
const PATIENCE: &str = "10s";

/// wrk's results; times in microseconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Load {
    /// All answered requests, whatever the answer.
    pub requests: u64,
    /// Of all answers, with their heads.
    pub bytes: u64,
    pub duration: u64,
    /// Answers of 400 and above.
    pub statuses: u64,
    pub connect: u64,
    pub read: u64,
    pub write: u64,
    pub timeout: u64,
    pub p50: u64,
    pub p90: u64,
    pub p99: u64,
    pub p999: u64,
    pub max: u64,
}

impl Load {
    /// All failed requests.
    pub fn failures(&self) -> u64 {
        self.statuses + self.connect + self.read + self.write + self.timeout
    }

    /// Requests that went well, per second.
    pub fn rate(&self) -> f64 {
        let succeeded = self.requests.saturating_sub(self.statuses + self.timeout);
        succeeded as f64 / (self.duration as f64 / 1e6)
    }
}

/// Gets wrk if it is missing.
pub async fn prepare() -> Result<()> {
    if process::find_program("wrk").is_some() {
        return Ok(());
    }
    let step = "Installing Debian's wrk, the load generator (once)";
    apt::get(step, &["wrk"]).await.context("the bench needs `wrk` on the PATH")
}

/// Sends the requests over this many connections for this long.
pub async fn run(requests: &Requests, connections: u32, duration: Duration) -> Result<Load> {
    let mut wrk = process::command("wrk");
    // One thread, to leave the processor to the servers.
    wrk.args(["--threads", "1", "--connections", &connections.to_string()]);
    wrk.args(["--duration", &format!("{}s", duration.as_secs()), "--timeout", PATIENCE]);
    wrk.arg("--script").arg(workspace::root().join("bench/load.lua"));
    wrk.arg(format!("http://{}", requests.address)).arg("--").arg(&requests.file);
    wrk.arg(connections.to_string());
    let output = process::output(&mut wrk).await?;
    let line = output.lines().find(|line| line.starts_with('{'));
    let line = line.with_context(|| format!("wrk printed no results:\n{output}"))?;
    let mut load: Load = serde_json::from_str(line).context("wrk's results")?;
    if load.requests == 0 {
        // wrk doesn't count these as failures, because they had not timed out yet.
        load.timeout = load.timeout.max(u64::from(connections));
    }
    Ok(load)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_request_is_no_throughput() {
        let load = Load {
            requests: 1_000,
            bytes: 500_000,
            duration: 2_000_000,
            statuses: 100,
            connect: 3,
            read: 2,
            write: 0,
            timeout: 100,
            p50: 0,
            p90: 0,
            p99: 0,
            p999: 0,
            max: 0,
        };
        assert_eq!(load.rate(), 400.0);
        assert_eq!(load.failures(), 205);
    }
}
