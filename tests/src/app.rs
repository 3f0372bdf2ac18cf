//! A running application.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use reqwest::{Client, Url};
use serde_json::json;
use xtask::roles::{self, Login};

use crate::{Actor, Database, Line, PASSWORD, environment};

/// The key of every test's application, so that tests can make tokens.
pub const JWT_SECRET: &str = "a secret for tests, of more than 32 bytes";

/// How long a host may take to come up: the first one compiles the components.
const START_LIMIT: Duration = Duration::from_secs(60);
/// How long it may take to stop when asked.
const STOP_LIMIT: Duration = Duration::from_secs(5);

/// What an application is started with, where it differs from the usual.
pub struct Stage {
    database_url: String,
    variables: Vec<(String, String)>,
    database: Option<Database>,
    manifest: PathBuf,
    environment: Vec<(String, String)>,
}

/// A running application. It and its database end with this value.
pub struct App {
    host: Child,
    output: Arc<Mutex<String>>,
    base: Url,
    http: Client,
    /// The database, unless the stage brought one from elsewhere.
    pub database: Option<Database>,
    // Logs and state of the host.
    _state: tempfile::TempDir,
}

impl Stage {
    /// With a new database.
    pub async fn new() -> Self {
        let database = Database::new().await;
        let database_url = database.url();
        Self { database: Some(database), ..Self::at(&database_url) }
    }

    /// With a database that somebody else owns.
    pub fn at(database_url: &str) -> Self {
        Self {
            database_url: database_url.to_owned(),
            variables: Vec::new(),
            database: None,
            manifest: xtask::workspace::root().join("spin.toml"),
            environment: Vec::new(),
        }
    }

    /// A line to its Postgres, which it does not use yet.
    pub async fn line(&self) -> Line {
        let url = Url::parse(&self.database_url).expect("a URL");
        Line::to(url.host_str().unwrap_or_default(), url.port().unwrap_or(5432)).await
    }

    /// With its Postgres at the other end of a line.
    #[must_use]
    pub fn behind(self, line: &Line) -> Self {
        self.variable("db_host", "127.0.0.1").variable("db_port", &line.port().to_string())
    }

    /// With another application than the one of `spin.toml`.
    #[must_use]
    pub fn manifest(mut self, file: &Path) -> Self {
        file.clone_into(&mut self.manifest);
        self
    }

    /// With a variable of the host's environment.
    #[must_use]
    pub fn environment(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With a variable of `spin.toml`.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts the host and waits until it serves.
    pub async fn start(self) -> App {
        let state = tempfile::tempdir().expect("a temporary folder");
        let root = xtask::workspace::root();
        let mut host = Command::new(environment("CONNECTLY_RUNTIME_PROGRAM"));
        host.args(["up", "--from"])
            .arg(&self.manifest)
            .arg("--runtime-config-file")
            .arg(root.join("runtime-config.toml"))
            .arg("--state-dir")
            .arg(state.path())
            .args(["--listen", "127.0.0.1:0"])
            .current_dir(root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let url = Url::parse(&self.database_url).expect("a URL");
        let logins = roles::of_tests(url.password().unwrap_or_default());
        let defaults = [
            ("db_host", url.host_str().unwrap_or_default()),
            ("db_port", &url.port().unwrap_or(5432).to_string()),
            ("db_name", url.path().trim_start_matches('/')),
            ("db_sslmode", "disable"),
            ("jwt_secret", JWT_SECRET),
            ("public_reads", "false"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let logins = logins.iter().flat_map(Login::variables);
        for (name, value) in defaults.into_iter().chain(logins).chain(self.variables) {
            host.env(format!("SPIN_VARIABLE_{}", name.to_uppercase()), value);
        }

        host.envs(self.environment);
        let mut host = host.spawn().expect("CONNECTLY_RUNTIME_PROGRAM is a program");
        let output = Arc::new(Mutex::new(String::new()));
        let stderr = host.stderr.take().expect("piped");
        collect(BufReader::new(stderr), output.clone());
        let base = serving(&mut host, &output);
        App { host, output, base, http: Client::new(), database: self.database, _state: state }
    }
}

impl App {
    /// The application as it is set up by default, with a new database.
    pub async fn start() -> Self {
        Stage::new().await.start().await
    }

    /// Somebody without a token.
    pub fn anon(&self) -> Actor {
        Actor::new(self.base.clone(), self.http.clone())
    }

    /// Somebody with a new account: `name@example.com`, with [`PASSWORD`].
    pub async fn sign_up(&self, name: &str) -> Actor {
        let body = json!({
            "email": format!("{name}@example.com"), "password": PASSWORD, "name": name,
        });
        let answer = self.anon().post("/api/v1/user/signup", body).await;
        answer.assert_status(201);
        self.anon().with_account(&answer)
    }

    /// The address at which it serves.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// The process of the host.
    pub fn process_id(&self) -> u32 {
        self.host.id()
    }

    /// What the host and the components have written so far.
    pub fn log(&self) -> String {
        self.output.lock().expect("no writer panicked").clone()
    }

    /// Waits until this has been written to the log; the answer to a request may come first.
    ///
    /// # Panics
    /// When it is not there after some seconds.
    pub async fn wait_for_log(&self, text: &str) {
        let begin = Instant::now();
        while !self.log().contains(text) {
            assert!(begin.elapsed() < STOP_LIMIT, "the log lacks {text:?}:\n{}", self.log());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// The test's own database.
    pub fn database(&self) -> &Database {
        self.database.as_ref().expect("the stage has a database of its own")
    }
}

impl Drop for App {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("what the host said:\n{}", self.log());
        }
        let process = rustix::process::Pid::from_child(&self.host);
        let _ = rustix::process::kill_process(process, rustix::process::Signal::TERM);
        let begin = Instant::now();
        while begin.elapsed() < STOP_LIMIT {
            if let Ok(Some(_)) = self.host.try_wait() {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = self.host.kill();
        let _ = self.host.wait();
    }
}

/// Waits for the line that says where the host serves.
fn serving(host: &mut Child, output: &Arc<Mutex<String>>) -> Url {
    let (sender, receiver) = std::sync::mpsc::channel();
    let stdout: ChildStdout = host.stdout.take().expect("piped");
    let copy = output.clone();
    std::thread::spawn(move || {
        let mut lines = BufReader::new(stdout);
        let mut line = String::new();
        while lines.read_line(&mut line).is_ok_and(|length| length > 0) {
            if let Some(url) = line.trim().strip_prefix("Serving ") {
                let _ = sender.send(url.to_owned());
            }
            copy.lock().expect("no writer panicked").push_str(&line);
            line.clear();
        }
    });
    let Ok(url) = receiver.recv_timeout(START_LIMIT) else {
        let _ = host.kill();
        let _ = host.wait();
        panic!("the host does not serve:\n{}", output.lock().expect("no writer panicked"));
    };
    Url::parse(&url).expect("a URL")
}

fn collect(mut lines: impl BufRead + Send + 'static, output: Arc<Mutex<String>>) {
    std::thread::spawn(move || {
        let mut line = String::new();
        while lines.read_line(&mut line).is_ok_and(|length| length > 0) {
            output.lock().expect("no writer panicked").push_str(&line);
            line.clear();
        }
    });
}
