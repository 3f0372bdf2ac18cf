//! A runtime as a child process, with the test's own application.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// The limit for each wait of a test.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What is under test.
#[derive(Clone, Copy, PartialEq)]
pub enum Runtime {
    Devhost,
    Spin,
}

impl Runtime {
    pub fn get() -> Self {
        match program().file_stem() {
            Some(name) if name == "spin" => Self::Spin,
            _ => Self::Devhost,
        }
    }
}

fn program() -> PathBuf {
    let built = env!("CARGO_BIN_EXE_connectly-devhost");
    std::env::var_os("CONNECTLY_RUNTIME_PROGRAM").map_or(PathBuf::from(built), PathBuf::from)
}

/// The compiled probe.
pub fn probe() -> PathBuf {
    match std::env::var_os("CONNECTLY_PROBE") {
        Some(path) => PathBuf::from(path).canonicalize().expect("the file of CONNECTLY_PROBE"),
        None => guest("connectly-probe"),
    }
}

/// A compiled guest, by the name of its package.
pub fn guest(package: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/wasm32-wasip2/release");
    let path = folder.join(package.replace('-', "_")).with_extension("wasm");
    path.canonicalize().unwrap_or_else(|_| {
        panic!(
            "{} does not exist. Build it: cargo build --package {package} --target wasm32-wasip2 \
             --release",
            path.display()
        )
    })
}

/// An application that is not started yet.
pub struct App {
    folder: PathBuf,
    manifest: String,
    runtime_config: String,
    listen: String,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
}

impl App {
    /// The probe at `/probe/...`; `component` is added to its table.
    pub fn new(component: &str) -> Self {
        Self::with_source(&probe(), component)
    }

    /// The same with another component.
    pub fn with_source(source: &Path, component: &str) -> Self {
        Self::with_manifest(format!(
            r#"
            spin_manifest_version = 2
            [application]
            name = "probe"
            version = "1.2.3"
            [[trigger.http]]
            route = "/probe/..."
            component = "probe"
            [component.probe]
            source = "{}"
            {component}
            "#,
            source.display()
        ))
    }

    /// A manifest of the test's own.
    pub fn with_manifest(manifest: String) -> Self {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let name = format!("app-{}-{number}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&folder).expect("a folder for the application");
        Self {
            folder,
            manifest,
            runtime_config: String::new(),
            listen: "127.0.0.1:0".to_owned(),
            arguments: Vec::new(),
            environment: Vec::new(),
        }
    }

    /// Adds arguments to `up`.
    pub fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        self
    }

    /// Listens here instead of on a port that the system chooses.
    pub fn listen(mut self, address: &str) -> Self {
        address.clone_into(&mut self.listen);
        self
    }

    /// Sets a variable of the environment.
    pub fn environment(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The runtime configuration.
    pub fn runtime_config(mut self, toml: &str) -> Self {
        self.runtime_config = toml.to_owned();
        self
    }

    /// Writes a file in the folder in which the runtime is started.
    pub fn file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.folder.join(name), content).expect("a file for the application");
        self
    }

    /// Starts the runtime and waits until it serves.
    pub fn start(self) -> Running {
        let process = self.spawn();
        let line = process.stdout.wait_for("Serving http://", || process.has_ended());
        let Some(line) = line else {
            panic!("the runtime does not serve:\n{}", process.stderr.text());
        };
        let address = line.trim_start_matches("Serving http://").trim();
        let address = address.parse().expect("the address after Serving");
        Running { address, process }
    }

    /// Starts the runtime, expects it to fail, and returns its output.
    pub fn fail(self) -> String {
        let mut process = self.spawn();
        let status = process.wait();
        let said = process.stderr.text();
        assert!(!status.success(), "the runtime succeeded:\n{said}");
        said
    }

    fn spawn(self) -> Process {
        let write = |name: &str, content: &str| {
            std::fs::write(self.folder.join(name), content).expect("a file for the application");
        };
        write("spin.toml", &self.manifest);
        write("runtime-config.toml", &self.runtime_config);
        let mut child = Command::new(program())
            .args(["up", "--from", "spin.toml", "--listen", &self.listen])
            .args(["--runtime-config-file", "runtime-config.toml"])
            .args(&self.arguments)
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("cannot start {}: {error}", program().display()));
        let stdout = Output::read(child.stdout.take().expect("piped"));
        let stderr = Output::read(child.stderr.take().expect("piped"));
        Process { child: Mutex::new(child), folder: self.folder, stdout, stderr }
    }
}

/// A running runtime. Dropping it ends it.
pub struct Running {
    pub address: SocketAddr,
    pub process: Process,
}

impl Running {
    /// Tells the runtime to stop, without waiting.
    pub fn terminate(&self) {
        self.process.terminate();
    }
}

/// A runtime that was started.
pub struct Process {
    child: Mutex<Child>,
    pub folder: PathBuf,
    pub stdout: Output,
    pub stderr: Output,
}

impl Process {
    fn has_ended(&self) -> bool {
        let mut child = self.child.lock().expect("lock");
        child.try_wait().expect("wait for the runtime").is_some()
    }

    fn terminate(&self) {
        let id = self.child.lock().expect("lock").id().to_string();
        let kill = Command::new("kill").args(["-TERM", &id]).stderr(Stdio::null()).status();
        kill.expect("the kill command");
    }

    /// Waits until the runtime has ended.
    pub fn wait(&mut self) -> ExitStatus {
        let start = Instant::now();
        while !self.has_ended() {
            assert!(start.elapsed() < PATIENCE, "the runtime does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
        self.stderr.wait_for_end();
        self.child.lock().expect("lock").wait().expect("wait for the runtime")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.has_ended() {
            // Spin's program has a child, which ends when its parent is asked to.
            self.terminate();
            let start = Instant::now();
            while !self.has_ended() && start.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(5));
            }
            let child = self.child.get_mut().expect("lock");
            let _ = child.kill();
            let _ = child.wait();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// What a process writes, line by line.
#[derive(Clone)]
pub struct Output(Arc<(Mutex<Lines>, Condvar)>);

#[derive(Default)]
struct Lines {
    lines: Vec<String>,
    ended: bool,
}

impl Output {
    fn read(from: impl Read + Send + 'static) -> Self {
        let output = Self(Arc::default());
        let shared = Arc::clone(&output.0);
        std::thread::spawn(move || {
            let (lines, changed) = &*shared;
            for line in BufReader::new(from).lines().map_while(Result::ok) {
                lines.lock().expect("lock").lines.push(line);
                changed.notify_all();
            }
            lines.lock().expect("lock").ended = true;
            changed.notify_all();
        });
        output
    }

    /// The first line that contains `text`; `None` if the output or the process ends without it.
    pub fn wait_for(&self, text: &str, process_ended: impl Fn() -> bool) -> Option<String> {
        let start = Instant::now();
        let (lines, changed) = &*self.0;
        let mut guard = lines.lock().expect("lock");
        loop {
            if let Some(line) = guard.lines.iter().find(|line| line.contains(text)) {
                return Some(line.clone());
            }
            if guard.ended || (process_ended() && start.elapsed() > Duration::from_secs(1)) {
                return None;
            }
            assert!(start.elapsed() < PATIENCE, "no line with {text:?} in {:?}", guard.lines);
            guard = changed.wait_timeout(guard, Duration::from_millis(50)).expect("lock").0;
        }
    }

    /// Waits for a line that contains `text`, while a test does other things.
    pub async fn contains(&self, text: &'static str) {
        let output = self.clone();
        let wait = tokio::task::spawn_blocking(move || output.wait_for(text, || false));
        assert!(wait.await.expect("the wait").is_some(), "no line with {text:?}");
    }

    fn wait_for_end(&self) {
        let (lines, changed) = &*self.0;
        let guard = lines.lock().expect("lock");
        drop(changed.wait_timeout_while(guard, PATIENCE, |lines| !lines.ended));
    }

    pub fn text(&self) -> String {
        self.0.0.lock().expect("lock").lines.join("\n")
    }
}
