//! A running contestant.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use connectly_local::postgres::free_port;
use connectly_local::supervised::{StopPlan, Supervised};
use rustix::process::Signal;
use tokio::net::TcpStream;
use tokio::process::Command;

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
        let address = free_address()?;
        let command = contestant.command_with(address, access, options)?;
        Self::run(&contestant.name, command, address, access).await
    }

    /// Starts a command that serves on this address.
    pub async fn run(
        name: &str,
        mut command: Command,
        address: SocketAddr,
        access: &Access,
    ) -> Result<Self> {
        let begin = Instant::now();
        let mut program = spawn(name, &mut command)?;
        loop {
            let answer = client::get(address, &access.first_path, &access.token).await;
            if answer.is_ok_and(|answer| answer.status < 500) {
                return Ok(Self { program, address, first_answer: begin.elapsed() });
            }
            wait(name, &mut program, begin).await?;
        }
    }

    /// Starts a command that doesn't speak HTTP, and waits until it listens on this address.
    pub async fn listening(name: &str, mut command: Command, address: SocketAddr) -> Result<Self> {
        let begin = Instant::now();
        let mut program = spawn(name, &mut command)?;
        while TcpStream::connect(address).await.is_err() {
            wait(name, &mut program, begin).await?;
        }
        Ok(Self { program, address, first_answer: begin.elapsed() })
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.program.id()
    }

    pub async fn stop(self) {
        self.program.stop().await;
    }
}

/// Its output goes to a file.
fn spawn(name: &str, command: &mut Command) -> Result<Supervised> {
    std::fs::create_dir_all(folder()).context("cannot create a folder for logs")?;
    let file = log_of(name);
    let log = File::create(&file).with_context(|| format!("cannot write {}", file.display()))?;
    command.stdout(log.try_clone()?).stderr(log);
    Supervised::spawn(command, STOP_PLAN)
}

/// Waits a moment for a program that doesn't answer yet.
async fn wait(name: &str, program: &mut Supervised, begin: Instant) -> Result<()> {
    let file = log_of(name);
    if let Some(status) = program.try_wait()? {
        bail!("{name} ended ({status}); see {}", file.display());
    }
    if begin.elapsed() > START_LIMIT {
        bail!("{name} does not answer; see {}", file.display());
    }
    tokio::time::sleep(POLL).await;
    Ok(())
}

fn log_of(name: &str) -> PathBuf {
    folder().join(format!("{name}.log"))
}

/// A port that is free now.
pub fn free_address() -> Result<SocketAddr> {
    Ok(SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()?)))
}
