//! A running contestant.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use connectly_local::postgres::free_port;
use connectly_local::supervised::{StopPlan, Supervised};
use rustix::process::Signal;

use crate::access::Access;
use crate::client;
use crate::contestant::Contestant;
use crate::files::folder;

const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_PLAN: StopPlan = &[(Signal::TERM, Duration::from_secs(3))];

/// How often to check whether it answers, which limits the precision of the first answer's time.
const POLL: Duration = Duration::from_millis(5);

/// A server on loopback. It ends with this value.
pub struct Server {
    program: Supervised,
    pub address: SocketAddr,
    /// From the start of the process to the end of the first answer.
    pub first_answer: Duration,
}

impl Server {
    /// Starts it and waits for its first answer. Its output goes to a file, as on a server.
    pub async fn start(contestant: &Contestant, access: &Access) -> Result<Self> {
        Self::start_with(contestant, access, &[]).await
    }

    /// Like `start`, with options for its host.
    pub async fn start_with(
        contestant: &Contestant,
        access: &Access,
        options: &[&str],
    ) -> Result<Self> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?));
        let mut command = contestant.command_with(address, access, options)?;
        std::fs::create_dir_all(folder()).context("cannot create a folder for logs")?;
        let file = folder().join(format!("{}.log", contestant.name));
        let log =
            File::create(&file).with_context(|| format!("cannot write {}", file.display()))?;
        command.stdout(log.try_clone()?).stderr(log);
        let begin = Instant::now();
        let mut program = Supervised::spawn(&mut command, STOP_PLAN)?;
        loop {
            if let Some(status) = program.try_wait()? {
                bail!("{} ended ({status}); see {}", contestant.name, file.display());
            }
            let answer = client::get(address, &access.first_path, &access.token).await;
            if answer.is_ok_and(|answer| answer.status < 500) {
                return Ok(Self { program, address, first_answer: begin.elapsed() });
            }
            if begin.elapsed() > START_LIMIT {
                bail!("{} does not answer; see {}", contestant.name, file.display());
            }
            tokio::time::sleep(POLL).await;
        }
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.program.id()
    }

    pub async fn stop(self) {
        self.program.stop().await;
    }
}
