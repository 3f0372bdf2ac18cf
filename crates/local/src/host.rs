//! The running host: Spin or the development host, serving the application.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::task::JoinHandle;

use crate::runtime::Runtime;
use crate::supervised::{StopPlan, Supervised};
use crate::{listener, process};

/// Compiling the components for this processor takes seconds; on a small machine, many.
const START_LIMIT: Duration = Duration::from_secs(120);

/// Time for the requests in flight.
const STOP_PLAN: StopPlan = &[(Signal::TERM, Duration::from_secs(5))];

/// A host that serves the application.
#[derive(Debug)]
pub struct Host {
    program: Supervised,
    output: Output,
}

impl Host {
    /// Starts the host and waits until the application answers. The host's own output is
    /// shown if that fails, and from then on.
    pub async fn start(
        runtime: &Runtime,
        listen: SocketAddr,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self> {
        let host = Self::launch(command(runtime, listen, variables), listen).await?;
        host.output.show(Shown::FromNowOn);
        Ok(host)
    }

    /// Like [`start`](Self::start), for a host beside others: with a folder of its own for what
    /// Spin keeps, and with its output kept until [`stop`](Self::stop) gives it.
    pub async fn start_quietly(
        runtime: &Runtime,
        listen: SocketAddr,
        state: &Path,
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self> {
        let mut command = command(runtime, listen, variables);
        command.arg("--state-dir").arg(state);
        Self::launch(command, listen).await
    }

    async fn launch(mut command: Command, listen: SocketAddr) -> Result<Self> {
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut program = Supervised::spawn(&mut command, STOP_PLAN)?;
        let mut output = Output::default();
        let (stdout, stderr) = (program.child().stdout.take(), program.child().stderr.take());
        output.follow(stdout, |line| println!("{line}"));
        output.follow(stderr, |line| eprintln!("{line}"));
        let mut host = Self { program, output };
        host.wait_until_ready(listen).await?;
        Ok(host)
    }

    /// Waits until the host ends, which it does only when something is wrong.
    pub async fn ended(&mut self) -> ExitStatus {
        let status = self.program.child().wait().await;
        self.output.finish().await;
        status.unwrap_or_default()
    }

    /// Stops the host, and gives what it wrote and nobody was shown.
    pub async fn stop(mut self) -> Vec<String> {
        self.program.stop().await;
        self.output.finish().await;
        self.output.take()
    }

    async fn wait_until_ready(&mut self, listen: SocketAddr) -> Result<()> {
        let end = Instant::now() + START_LIMIT;
        loop {
            if let Some(status) = self.program.try_wait().context("cannot watch the host")? {
                self.output.finish().await;
                self.output.show(Shown::All);
                bail!("the host ended before it served anything ({status})");
            }
            if is_healthy(listener::reachable(listen)).await {
                return Ok(());
            }
            if Instant::now() > end {
                self.output.show(Shown::All);
                bail!("the host does not answer after {} s", START_LIMIT.as_secs());
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }
}

/// What the host writes: kept while it starts, then shown line by line.
#[derive(Debug, Default)]
struct Output {
    kept: Arc<Mutex<Option<Vec<String>>>>,
    readers: Vec<JoinHandle<()>>,
}

enum Shown {
    All,
    FromNowOn,
}

impl Output {
    fn follow<R>(&mut self, pipe: Option<R>, print: fn(&str))
    where
        R: AsyncRead + Unpin + Send + 'static,
    {
        let Some(pipe) = pipe else { return };
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default();
        let kept = Arc::clone(&self.kept);
        self.readers.push(tokio::spawn(async move {
            let mut lines = BufReader::new(pipe).split(b'\n');
            while let Ok(Some(line)) = lines.next_segment().await {
                let line = String::from_utf8_lossy(&line).into_owned();
                match &mut *kept.lock().unwrap_or_else(PoisonError::into_inner) {
                    Some(kept) => kept.push(line),
                    None => print(&line),
                }
            }
        }));
    }

    fn show(&self, which: Shown) {
        let kept = self.take();
        if let Shown::All = which {
            kept.iter().for_each(|line| eprintln!("{line}"));
        }
    }

    /// What is kept. From now on nothing is.
    fn take(&self) -> Vec<String> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or_default()
    }

    /// Waits for the last lines of a program that has ended. What it started may hold the
    /// pipes open, so not for long.
    async fn finish(&mut self) {
        for reader in self.readers.drain(..) {
            let _ = tokio::time::timeout(Duration::from_secs(1), reader).await;
        }
    }
}

/// What every host is given in its environment. Each request in flight may need a stack, and one that
/// finds none ends its instance with all that it is at. Spin has 1,000, the development host too.
pub const ENVIRONMENT: [(&str, &str); 1] = [("SPIN_WASMTIME_TOTAL_STACKS", "4000")];

fn command(
    runtime: &Runtime,
    listen: SocketAddr,
    variables: impl IntoIterator<Item = (String, String)>,
) -> Command {
    let mut command = process::command(&runtime.program);
    command.args(["up", "-f", "spin.toml", "--listen", &listen.to_string()]);
    command.args(["--runtime-config-file", "runtime-config.toml"]);
    command.envs(ENVIRONMENT).envs(variables);
    command
}

/// Whether Spin's own health route answers; it does once all components are loaded.
async fn is_healthy(address: SocketAddr) -> bool {
    let request = async {
        let mut stream = TcpStream::connect(address).await?;
        let request = format!(
            "GET /.well-known/spin/health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await?;
        let mut status = [0; 12];
        stream.read_exact(&mut status).await?;
        Ok::<_, std::io::Error>(status == *b"HTTP/1.1 200")
    };
    let answer = tokio::time::timeout(Duration::from_secs(2), request).await;
    matches!(answer, Ok(Ok(true)))
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    #[tokio::test]
    async fn nobody_is_not_healthy() {
        let free = crate::postgres::free_port().unwrap();
        assert!(!is_healthy(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), free)).await);
    }
}
