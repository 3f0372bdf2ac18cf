//! The cost of an instance: its first answer, and its memory.

use std::time::{Duration, Instant};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::contestant::Contestant;
use crate::dataset::Dataset;
use crate::processes::family;
use crate::requests::Requests;
use crate::server::Server;
use crate::spread::median;
use crate::{client, load, plan};

/// How many fresh instances are measured.
const TIMES: usize = 9;

/// A host drops an instance that has had nothing to do for a second.
const IDLE: Duration = Duration::from_millis(1_500);

/// Instances of Connectly's component `blog` on one host.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Instances {
    pub contestant: String,
    /// Seconds until a fresh instance has answered its first request, with a connection to
    /// Postgres from the pool, and until the same instance has answered the next one.
    pub fresh: f64,
    pub warm: f64,
    /// Bytes of the host without an instance, and for each instance.
    pub host_memory: u64,
    pub instance_memory: u64,
}

/// Measures all contestants that run in instances.
pub async fn measure(contestants: &[Contestant], data: &Dataset) -> Result<Vec<Instances>> {
    let mut measured = Vec::new();
    for contestant in contestants.iter().filter(|contestant| contestant.has_instances()) {
        let (fresh, warm) = times(contestant, data).await?;
        let (host_memory, instance_memory) = memory(contestant, data).await?;
        let contestant = contestant.name.clone();
        measured.push(Instances { contestant, fresh, warm, host_memory, instance_memory });
    }
    Ok(measured)
}

async fn times(contestant: &Contestant, data: &Dataset) -> Result<(f64, f64)> {
    let server = Server::start(contestant, &data.access).await?;
    let path = format!("/api/v1/blog/{}", data.posts[0]);
    let (mut fresh, mut warm) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        tokio::time::sleep(IDLE).await;
        for times in [&mut fresh, &mut warm] {
            let begin = Instant::now();
            client::get(server.address, &path, &data.access.token).await?;
            times.push(begin.elapsed().as_secs_f64());
        }
    }
    server.stop().await;
    Ok((median(fresh), median(warm)))
}

/// With one request at a time in an instance there are as many instances as connections.
async fn memory(contestant: &Contestant, data: &Dataset) -> Result<(u64, u64)> {
    let alone = ["--max-instance-concurrent-reuse-count", "1"];
    let server = Server::start_with(contestant, &data.access, &alone).await?;
    tokio::time::sleep(IDLE).await;
    let host = family(server.id())?.memory;
    let paths: Vec<_> = data.posts.iter().map(|id| format!("/api/v1/blog/{id}")).collect();
    let requests = Requests::reading(server.address, &paths, &data.access.token)?;
    let running = load::run(&requests, plan::USUAL, Duration::from_secs(2));
    let mut running = std::pin::pin!(running);
    let mut most = host;
    while tokio::time::timeout(Duration::from_millis(100), &mut running).await.is_err() {
        most = most.max(family(server.id())?.memory);
    }
    server.stop().await;
    Ok((host, (most - host) / u64::from(plan::USUAL)))
}
