//! A host that serves the application: Spin or the development host.

use std::io::{BufRead, BufReader, PipeReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::Signal;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio::sync::{mpsc, watch};

use crate::database::Address;
use crate::supervised::{StopPlan, Supervised};
use crate::wasi::Wasi;
use crate::{listener, manifest, process, roles};

/// Compiling the components for this processor takes seconds, and longer on a small machine.
const START_LIMIT: Duration = Duration::from_secs(120);

/// How often to check a host that is starting.
const POLL: Duration = Duration::from_millis(20);

/// How long requests in flight may take after the stop signal.
const STOP_PLAN: StopPlan = &[(Signal::TERM, Duration::from_secs(5))];

/// What both hosts write before the URL that they serve.
const SERVING: &str = "Serving ";

/// What every host is given in its environment. Each request in flight may need a stack. A request
/// that finds none ends its instance, with all requests in it. Both hosts have 1,000 by default.
const ENVIRONMENT: [(&str, &str); 1] = [("SPIN_WASMTIME_TOTAL_STACKS", "4000")];

/// How a host is set up.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The manifest of the application.
    pub manifest: PathBuf,
    /// The host's own configuration.
    pub runtime_config: Option<PathBuf>,
    /// The address to serve on; port 0 stands for any that is free.
    pub listen: SocketAddr,
    /// The folder for what Spin keeps, if there are several hosts.
    pub state: Option<PathBuf>,
    /// Variables of the application. Of two with the same name, the last one counts.
    pub variables: Vec<(String, String)>,
    /// Variables of the host's environment.
    pub environment: Vec<(String, String)>,
}

impl Setup {
    /// The application of this clone, built for a version of WASI.
    pub fn new(wasi: Wasi, listen: SocketAddr) -> Self {
        Self {
            manifest: wasi.manifest().into(),
            runtime_config: wasi.runtime_config().map(PathBuf::from),
            listen,
            state: None,
            variables: Vec::new(),
            environment: Vec::new(),
        }
    }

    /// The application on any free port of this machine, with a database that has the roles of
    /// tests.
    pub fn for_tests(wasi: Wasi, database: &Address) -> Result<Self> {
        let mut setup = Self::new(wasi, (Ipv4Addr::LOCALHOST, 0).into());
        // Encryption would cost a round trip and protect nothing.
        let database = Address { sslmode: "disable".to_owned(), ..database.clone() };
        setup.variables = roles::variables(&database, &roles::of_tests(&database.password)?);
        Ok(setup)
    }

    /// Sets a variable of the application.
    pub fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.to_owned(), value.to_owned()));
    }

    /// The command that starts the host: Spin, or the development host, which has the same options.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = process::command(program);
        command.arg("up").arg("--from").arg(&self.manifest);
        command.args(["--listen", &self.listen.to_string()]);
        if let Some(file) = &self.runtime_config {
            command.arg("--runtime-config-file").arg(file);
        }
        if let Some(folder) = &self.state {
            command.arg("--state-dir").arg(folder);
        }
        let variables =
            self.variables.iter().map(|(name, value)| (manifest::env_name(name), value));
        command.envs(ENVIRONMENT).envs(variables);
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// A host that serves. It ends with this value.
#[derive(Debug)]
pub struct Host {
    program: Supervised,
    output: Output,
    address: SocketAddr,
}

impl Host {
    /// Starts the host and waits until the application answers. What the host writes is kept; if
    /// it does not start, it is part of the error.
    pub async fn start(program: &Path, setup: &Setup) -> Result<Self> {
        let (stdout, stdout_writer) = std::io::pipe().context("there is no pipe")?;
        let (stderr, stderr_writer) = std::io::pipe().context("there is no pipe")?;
        let mut command = setup.command(program);
        command.stdout(stdout_writer).stderr(stderr_writer);
        let mut program = Supervised::spawn(&mut command, STOP_PLAN)?;
        // Closes this process's ends of the pipes, so that the pipes end with the host.
        drop(command);
        let mut output = Output::follow(stdout, stderr);
        match wait_until_ready(&mut program, &mut output).await {
            Ok(address) => Ok(Self { program, output, address }),
            Err(error) => {
                program.stop().await;
                output.finish().await;
                Err(error.context(format!("the host wrote:\n{}", output.kept())))
            }
        }
    }

    /// Shows what the host writes from now on, instead of keeping it.
    pub fn show_output(&self) {
        self.output.show();
    }

    /// Where it serves.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The process id.
    pub fn process_id(&self) -> u32 {
        self.program.id()
    }

    /// What the host and the components have written so far and was not shown.
    pub fn log(&self) -> String {
        self.output.kept()
    }

    /// Waits until the host ends, which it does only when something is wrong.
    pub async fn ended(&mut self) -> ExitStatus {
        let status = self.program.child().wait().await;
        self.output.finish().await;
        status.unwrap_or_default()
    }

    /// Stops the host. Returns what it wrote and was not shown.
    pub async fn stop(mut self) -> String {
        self.program.stop().await;
        self.output.finish().await;
        self.output.kept()
    }
}

/// Waits until the host says where it serves and the application answers there.
async fn wait_until_ready(program: &mut Supervised, output: &mut Output) -> Result<SocketAddr> {
    let end = Instant::now() + START_LIMIT;
    loop {
        if let Some(status) = program.try_wait().context("cannot watch the host")? {
            bail!("the host ended before it served anything ({status})");
        }
        let address = *output.serving.borrow_and_update();
        if let Some(address) = address
            && is_healthy(listener::reachable(address)).await
        {
            return Ok(address);
        }
        if Instant::now() > end {
            bail!("the host does not answer after {} s", START_LIMIT.as_secs());
        }
        // Wait until the host writes something, or until it is time to check again.
        let _ = tokio::time::timeout(POLL, output.serving.changed()).await;
    }
}

/// What the host writes. Threads read it, so that the host is never kept waiting by a full pipe,
/// whatever the rest of this process does.
#[derive(Debug)]
struct Output {
    kept: Arc<Mutex<Kept>>,
    /// Where the host says that it serves.
    serving: watch::Receiver<Option<SocketAddr>>,
    /// Closed when both pipes have ended.
    readers: mpsc::Receiver<()>,
}

#[derive(Debug, Default)]
struct Kept {
    text: String,
    is_shown: bool,
}

impl Output {
    fn follow(stdout: PipeReader, stderr: PipeReader) -> Self {
        let kept = Arc::<Mutex<Kept>>::default();
        let (says, serving) = watch::channel(None);
        let (reader, readers) = mpsc::channel(1);
        let (kept_of_stdout, reader_of_stdout) = (Arc::clone(&kept), reader.clone());
        std::thread::spawn(move || {
            let _until_the_end = reader_of_stdout;
            for_each_line(stdout, |line| {
                keep(&kept_of_stdout, line, |line| println!("{line}"));
                if let Some(address) = serving_address(line) {
                    says.send_replace(Some(address));
                }
            });
        });
        let kept_of_stderr = Arc::clone(&kept);
        std::thread::spawn(move || {
            let _until_the_end = reader;
            for_each_line(stderr, |line| keep(&kept_of_stderr, line, |line| eprintln!("{line}")));
        });
        Self { kept, serving, readers }
    }

    fn show(&self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Kept { text: String::new(), is_shown: true };
    }

    fn kept(&self) -> String {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).text.clone()
    }

    /// Waits briefly for the last lines of a program that has ended. Its children may hold the
    /// pipes open.
    async fn finish(&mut self) {
        let _ = tokio::time::timeout(Duration::from_secs(1), self.readers.recv()).await;
    }
}

fn for_each_line(pipe: PipeReader, mut each: impl FnMut(&str)) {
    for line in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
        each(&String::from_utf8_lossy(&line));
    }
}

fn keep(kept: &Mutex<Kept>, line: &str, show: fn(&str)) {
    let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
    if kept.is_shown {
        show(line);
    } else {
        kept.text.push_str(line);
        kept.text.push('\n');
    }
}

/// The address in `Serving http://127.0.0.1:3000`.
fn serving_address(line: &str) -> Option<SocketAddr> {
    line.trim().strip_prefix(SERVING)?.strip_prefix("http://")?.trim_end_matches('/').parse().ok()
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
    use super::*;

    fn anywhere() -> Setup {
        Setup::new(Wasi::default(), (Ipv4Addr::LOCALHOST, 0).into())
    }

    #[tokio::test]
    async fn nobody_is_not_healthy() {
        let free = crate::postgres::free_port().unwrap();
        assert!(!is_healthy(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), free)).await);
    }

    #[test]
    fn the_address_is_the_one_that_the_host_says() {
        for (line, expected) in [
            ("Serving http://127.0.0.1:3000", Some("127.0.0.1:3000")),
            ("Serving http://[::1]:80/\r", Some("[::1]:80")),
            ("Serving static files", None),
            ("  user: http://127.0.0.1:3000/api", None),
        ] {
            assert_eq!(serving_address(line), expected.map(|at| at.parse().unwrap()), "{line}");
        }
    }

    #[tokio::test]
    async fn what_a_host_wrote_before_it_gave_up_is_in_the_error() {
        // Neither is a host: one writes its arguments to stdout, the other complains about them on
        // stderr.
        for program in ["echo", "ls"] {
            let host = Host::start(Path::new(program), &anywhere()).await;
            let error = format!("{:#}", host.unwrap_err());
            assert!(error.contains("--from") && error.contains("exit status"), "{error}");
        }
    }

    #[test]
    fn of_two_values_of_a_variable_the_last_one_counts() {
        let mut setup = anywhere();
        setup.set("public_reads", "false");
        setup.set("public_reads", "true");
        let command = setup.command(Path::new("spin"));
        let name = std::ffi::OsStr::new("SPIN_VARIABLE_PUBLIC_READS");
        let mut values = command.as_std().get_envs().filter(|(set, _)| *set == name);
        assert_eq!(values.next().and_then(|(_, value)| value), Some("true".as_ref()));
        assert_eq!(values.next(), None);
    }
}
