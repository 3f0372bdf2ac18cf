//! A running application.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use connectly_local::{
    database::Address,
    host::{Host, Setup},
    wasi::Wasi,
};
use reqwest::{Client, Url};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;

use crate::{Actor, Database, Line, PASSWORD, environment};

/// The key of every test's application, so that tests can make tokens.
pub const JWT_SECRET: &str = "a secret for tests, of more than 32 bytes";

/// How long a line may take to reach the log.
const LOG_LIMIT: Duration = Duration::from_secs(5);

/// How an application is started, if not as usual.
pub struct Stage {
    database_url: String,
    variables: Vec<(String, String)>,
    database: Option<Database>,
    /// What the components are built for.
    wasi: Wasi,
    /// Another manifest than the application's.
    manifest: Option<PathBuf>,
    environment: Vec<(String, String)>,
}

/// A running application. It and its database end with this value.
pub struct App {
    host: Host,
    base: Url,
    http: Client,
    /// The database, unless the stage uses another one.
    pub database: Option<Database>,
    // Logs and state of the host.
    _state: tempfile::TempDir,
}

impl Stage {
    /// With a database of its own, which has no rows.
    pub async fn new() -> Self {
        let database = Database::for_application().await;
        let database_url = database.url_for_application();
        Self { database: Some(database), ..Self::at(&database_url) }
    }

    /// With a database that this stage does not own.
    pub fn at(database_url: &str) -> Self {
        Self {
            database_url: database_url.to_owned(),
            variables: Vec::new(),
            database: None,
            wasi: Wasi::of_tests().expect("a version of WASI"),
            manifest: None,
            environment: Vec::new(),
        }
    }

    /// A line to its Postgres, which is not used yet.
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
        self.manifest = Some(file.to_owned());
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
        let address = Address::parse(&self.database_url).expect("a URL");
        let mut setup = Setup::for_tests(self.wasi, &address).expect("the components' roles");
        setup.manifest = self.manifest.unwrap_or(setup.manifest);
        setup.state = Some(state.path().to_owned());
        setup.set("jwt_secret", JWT_SECRET);
        setup.set("public_reads", "false");
        setup.variables.extend(self.variables);
        setup.environment = self.environment;
        let program = environment("CONNECTLY_RUNTIME_PROGRAM");
        let host = Host::start(program.as_ref(), &setup).await;
        let host = host.unwrap_or_else(|error| panic!("{error:?}"));
        let base = Url::parse(&host.url()).expect("a URL");
        App { host, base, http: Client::new(), database: self.database, _state: state }
    }
}

impl App {
    /// The application with its default configuration and a new database.
    pub async fn start() -> Self {
        Stage::new().await.start().await
    }

    /// A user without a token.
    pub fn anon(&self) -> Actor {
        Actor::new(self.base.clone(), self.http.clone())
    }

    /// A user with a new account: `name@example.com`, with [`PASSWORD`].
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
        self.host.process_id()
    }

    /// Kills the host with SIGKILL.
    ///
    /// # Panics
    /// When it doesn't run any more.
    pub fn kill(&self) {
        let process = Pid::from_raw(self.process_id().cast_signed()).expect("a process");
        kill_process(process, Signal::KILL).expect("the host runs");
    }

    /// What the host and the components have written so far.
    pub fn log(&self) -> String {
        self.host.log()
    }

    /// Waits until this text is in the log, because the answer to a request may come first.
    ///
    /// # Panics
    /// When it is still missing after some seconds.
    pub async fn wait_for_log(&self, text: &str) {
        let begin = Instant::now();
        while !self.log().contains(text) {
            assert!(begin.elapsed() < LOG_LIMIT, "the log lacks {text:?}:\n{}", self.log());
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
    }
}
