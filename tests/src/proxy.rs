//! A proxy's program, in front of the application or behind it.

use std::{
    fs::{self, File},
    net::{Ipv4Addr, TcpListener},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use connectly_local::requirement::Requirement;
use reqwest::{Response, header::HeaderMap};
use tokio::net::TcpStream;

/// How long a proxy may take to start and to stop.
const LIMIT: Duration = Duration::from_secs(10);

/// A running proxy with a folder of its own. It ends with this value.
pub struct Proxy {
    process: Child,
    /// Starts it again.
    command: Command,
    folder: tempfile::TempDir,
}

impl Proxy {
    /// Starts it on free ports, and waits until it serves on all of them. `prepare` gets the command
    /// and adds the arguments; it may write to the folder.
    ///
    /// # Panics
    /// When the program is missing, or doesn't serve.
    pub async fn start<const N: usize>(
        requirement: &Requirement,
        prepare: impl Fn(&mut Command, &Path, [u16; N]),
    ) -> (Self, [u16; N]) {
        let program = std::env::var(requirement.variable).unwrap_or_else(|_| {
            let why = std::env::var(requirement.missing);
            panic!("{}", why.as_deref().unwrap_or("run the tests with `cargo xtask test`"))
        });
        let mut log = String::new();
        // Another program may take a port before the proxy does.
        for _ in 0..5 {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let ports = free_ports();
            let mut command = Command::new(&program);
            prepare(&mut command, folder.path(), ports);
            let file = File::create(folder.path().join("log")).expect("a file");
            let process =
                command.stdin(Stdio::null()).stderr(file).spawn().expect("the proxy's program");
            let mut proxy = Self { process, command, folder };
            if proxy.serves(&ports).await {
                return (proxy, ports);
            }
            log = proxy.log();
        }
        panic!("{} does not serve:\n{log}", requirement.package);
    }

    /// The folder, in which the proxy may write.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Ends it at once, with all of its connections.
    ///
    /// # Panics
    /// When it can't be ended.
    pub fn kill(&mut self) {
        self.process.kill().expect("a process of ours");
        self.process.wait().expect("a process of ours");
    }

    /// Starts it after it was [killed](Self::kill), on the same ports.
    ///
    /// # Panics
    /// When it doesn't serve.
    pub async fn start_again(&mut self, ports: &[u16]) {
        self.process = self.command.spawn().expect("the proxy's program");
        assert!(self.serves(ports).await, "it doesn't serve again:\n{}", self.log());
    }

    /// What the proxy has written so far.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder().join("log")).unwrap_or_default()
    }

    /// Whether it accepts connections on all ports; `false` if it has ended.
    async fn serves(&mut self, ports: &[u16]) -> bool {
        let begin = Instant::now();
        for port in ports {
            while TcpStream::connect((Ipv4Addr::LOCALHOST, *port)).await.is_err() {
                if self.process.try_wait().expect("a process of ours").is_some() {
                    return false;
                }
                let log = self.log();
                assert!(begin.elapsed() < LIMIT, "the proxy neither serves nor ends:\n{log}");
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        }
        // Another program may have accepted the connections.
        self.process.try_wait().expect("a process of ours").is_none()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("what the proxy said:\n{}", self.log());
        }
        let id = rustix::process::Pid::from_child(&self.process);
        let _ = rustix::process::kill_process(id, rustix::process::Signal::TERM);
        let begin = Instant::now();
        while begin.elapsed() < LIMIT {
            if let Ok(Some(_)) = self.process.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Different ones, because all are held until each is known.
fn free_ports<const N: usize>() -> [u16; N] {
    [(); N]
        .map(|()| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port"))
        .map(|listener| listener.local_addr().expect("its own address").port())
}

/// A header of an answer; empty if it is missing.
///
/// # Panics
/// When it isn't text.
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().expect("text"))
}

/// The cookie that a browser would send back after an answer.
///
/// # Panics
/// When the answer sets none.
pub fn cookie(answer: &Response) -> String {
    header(answer.headers(), "set-cookie").split(';').next().unwrap().to_owned()
}
