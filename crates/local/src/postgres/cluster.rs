//! One Postgres server with its data folder.

use std::ffi::OsString;
use std::fs::{File, Permissions};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use sqlx::{Connection, PgConnection};

mod replica;

use super::account::Account;
use super::home;
use super::install::{self, Binaries};
use super::leftover::{self, STOP_PLAN};
use crate::lock::{self, Lock};
use crate::pools::Pools;
use crate::supervised::Supervised;
use crate::{process, report, secret};

/// Enough for a recovery after a crash.
const START_LIMIT: Duration = Duration::from_secs(60);

const SUPERUSER: &str = "postgres";

/// Hashes each password once instead of 4,096 times. The tests connect thousands of times, and
/// hash in a build without optimization.
const CHEAP_PASSWORDS: &str = "scram_iterations=1";

/// Whether data must survive a crash of the machine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// Committed data is kept.
    Safe,
    /// Faster, for tests: a crash of the machine may lose all data. A crash of Postgres does not.
    #[default]
    Fast,
}

/// How a temporary cluster differs from the usual.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Whether data must survive a crash of the machine.
    pub durability: Durability,
    /// Variables of the server's environment.
    pub environment: Vec<(String, String)>,
    /// A program with arguments that starts the server. The server's own program and arguments
    /// follow. It has to switch to the user of the server's [`Account`].
    pub wrapper: Vec<OsString>,
}

/// A Postgres server of ours: it listens only on loopback, on a port that it keeps, and requires a
/// password. It stops when this value is dropped or this process dies.
#[derive(Debug)]
pub struct Cluster {
    folder: PathBuf,
    binaries: Binaries,
    account: Account,
    durability: Durability,
    port: u16,
    password: String,
    server: Option<Supervised>,
    temporary: bool,
    environment: Vec<(String, String)>,
    wrapper: Vec<OsString>,
    _owner: Lock,
}

impl Cluster {
    /// Opens the cluster in a folder, creating it if there is none, without starting it.
    ///
    /// Only one process can own a cluster; others get `None`.
    pub async fn open(folder: &Path, durability: Durability) -> Result<Option<Self>> {
        let Some(owner) = lock::try_acquire(&owner_lock(folder))? else { return Ok(None) };
        let binaries = install::prepare().await?;
        let account = Account::find().await?;
        let mut cluster = Self {
            folder: folder.to_owned(),
            binaries,
            account,
            durability,
            port: 0,
            password: String::new(),
            server: None,
            temporary: false,
            environment: Vec::new(),
            wrapper: Vec::new(),
            _owner: owner,
        };
        if !cluster.data().exists() {
            cluster.create().await?;
        }
        cluster.password = read(&cluster.folder.join("password"))?;
        cluster.port = match read_port(folder) {
            Some(port) => port,
            None => cluster.choose_port()?,
        };
        Ok(Some(cluster))
    }

    /// Creates and starts a cluster for a test; it is deleted when it is dropped.
    pub async fn temporary() -> Result<Self> {
        Self::temporary_with(Options::default()).await
    }

    /// Like [`temporary`](Self::temporary), with options.
    pub async fn temporary_with(options: Options) -> Result<Self> {
        let clusters = home().join("temporary");
        let folder = clusters.join(&secret::random()?[..12]);
        let turn = lock::acquire(&home().join("temporary.lock")).await?;
        remove_abandoned(&clusters);
        let mut cluster = Self::open(&folder, options.durability)
            .await?
            .context("another process has a folder with a random name")?;
        drop(turn);
        cluster.temporary = true;
        cluster.environment = options.environment;
        cluster.wrapper = options.wrapper;
        cluster.start().await?;
        Ok(cluster)
    }

    /// Starts the server and waits until it answers. A server that a killed process left
    /// behind in this folder is stopped first.
    pub async fn start(&mut self) -> Result<()> {
        if self.server.is_some() {
            return Ok(());
        }
        leftover::stop(&self.data()).await?;
        if !is_free(self.port) {
            let taken = self.port;
            self.choose_port()?;
            report::note(format_args!(
                "port {taken} is taken by another program; Postgres moves to {}",
                self.port
            ));
        }
        self.server = Some(Supervised::spawn(&mut self.server_command()?, STOP_PLAN)?);
        self.wait_until_ready().await
    }

    /// Stops the server; its data stays.
    pub async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await;
        }
    }

    /// Stops and starts the server, on the same port.
    pub async fn restart(&mut self) -> Result<()> {
        self.stop().await;
        self.start().await
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The process id of the running server, for tests that freeze or kill it.
    pub fn process_id(&self) -> Option<u32> {
        self.server.as_ref().map(Supervised::id)
    }

    /// The superuser's address of a database.
    pub fn url(&self, database: &str) -> String {
        url(self.port, &self.password, database)
    }

    /// The folder of Postgres's programs.
    pub fn programs(&self) -> &Path {
        self.binaries.folder()
    }

    /// Waits until the server ends by itself, and gives the end of its log. A server that
    /// does not run never ends.
    pub async fn ended(&mut self) -> String {
        match &mut self.server {
            Some(server) => {
                // An error means that its end was already noticed.
                let _ = server.child().wait().await;
                self.log_tail()
            }
            None => std::future::pending().await,
        }
    }

    /// The end of the server's log.
    fn log_tail(&self) -> String {
        let bytes = std::fs::read(self.log()).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    async fn create(&mut self) -> Result<()> {
        report::step(format_args!("Creating the database cluster {}", self.folder.display()));
        self.prepare_folder()?;
        let password = self.folder.join("password");
        write(&password, &secret::random()?)?;
        self.account.own(&password)?;
        // Renamed only when complete, so that an interrupted creation is never used.
        let partial = self.folder.join("data.partial");
        if partial.exists() {
            std::fs::remove_dir_all(&partial)
                .with_context(|| format!("cannot remove {}", partial.display()))?;
        }
        let mut initdb = self.command("initdb");
        initdb.arg("--pgdata").arg(&partial).arg("--pwfile").arg(&password);
        initdb.args(["--username", SUPERUSER, "--auth", "scram-sha-256", "--encoding", "UTF8"]);
        // Postgres's own locale: the same order of words on every system.
        initdb.args(["--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"]);
        initdb.args(["--locale", "C", "--no-instructions"]);
        if self.durability == Durability::Fast {
            initdb.args(["--no-sync", "--set", CHEAP_PASSWORDS]);
        }
        process::output(&mut initdb).await?;
        std::fs::rename(&partial, self.data())
            .with_context(|| format!("cannot create {}", self.data().display()))
    }

    /// Only the server may read the cluster's folder: it contains a password.
    fn prepare_folder(&self) -> Result<()> {
        std::fs::set_permissions(&self.folder, Permissions::from_mode(0o700))
            .with_context(|| format!("cannot protect {}", self.folder.display()))?;
        self.account.own(&self.folder)
    }

    /// Takes a port that is free now, and keeps it for the next start.
    fn choose_port(&mut self) -> Result<u16> {
        self.port = free_port()?;
        write(&port_file(&self.folder), &self.port.to_string())?;
        Ok(self.port)
    }

    fn command(&self, program: &str) -> tokio::process::Command {
        let mut command = process::command(self.binaries.program(program));
        self.account.apply(&mut command);
        self.at_home(&mut command);
        command
    }

    fn at_home(&self, command: &mut tokio::process::Command) {
        command.current_dir(&self.folder);
        // The package's programs have their own libraries, and a Postgres client reads settings
        // from these variables.
        command.env_remove("LD_LIBRARY_PATH").env_remove("PGDATA").env_remove("PGPORT");
    }

    fn server_command(&self) -> Result<tokio::process::Command> {
        let log = self.log();
        let file = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let mut postgres = match self.wrapper.split_first() {
            None => self.command("postgres"),
            Some((program, arguments)) => {
                let mut wrapper = process::command(program);
                wrapper.args(arguments).arg(self.binaries.program("postgres"));
                self.at_home(&mut wrapper);
                wrapper
            }
        };
        postgres.envs(self.environment.iter().map(|(name, value)| (name, value)));
        postgres.arg("-D").arg(self.data());
        let mut set = |setting: &str| {
            postgres.args(["-c", setting]);
        };
        set("listen_addresses=127.0.0.1");
        set(&format!("port={}", self.port));
        set(&format!("max_connections={}", Pools::read()?.max_connections()));
        // No Unix socket: its path is limited to about 100 characters, and Spin refuses sockets.
        set("unix_socket_directories=");
        if self.durability == Durability::Fast {
            set("fsync=off");
            set("full_page_writes=off");
        }
        postgres.stdout(file.try_clone()?).stderr(file);
        Ok(postgres)
    }

    async fn wait_until_ready(&mut self) -> Result<()> {
        let end = Instant::now() + START_LIMIT;
        loop {
            let status = self.server.as_mut().and_then(|server| server.try_wait().ok().flatten());
            if let Some(status) = status {
                self.server = None;
                bail!("Postgres did not start ({status}); its log ends with:\n{}", self.log_tail());
            }
            if answers(&self.url("postgres")).await {
                return Ok(());
            }
            if Instant::now() > end {
                self.stop().await;
                bail!(
                    "Postgres does not answer after {} s; its log ends with:\n{}",
                    START_LIMIT.as_secs(),
                    self.log_tail()
                );
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The file of the server's log.
    pub fn log(&self) -> PathBuf {
        self.folder.join("log")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.server = None;
        if self.temporary {
            // The next test removes what is left over.
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// The superuser's address of a database in the cluster of a folder, if its server runs:
/// for processes that do not own it.
pub async fn running(folder: &Path) -> Option<(u16, String)> {
    let port = read_port(folder)?;
    let password = read(&folder.join("password")).ok()?;
    let url = url(port, &password, "postgres");
    answers(&url).await.then_some((port, url))
}

/// Held by the process that owns the cluster.
fn owner_lock(folder: &Path) -> PathBuf {
    folder.join("owner.lock")
}

fn port_file(folder: &Path) -> PathBuf {
    folder.join("port")
}

/// The port that the cluster of a folder keeps, if there is one.
pub fn read_port(folder: &Path) -> Option<u16> {
    read(&port_file(folder)).ok()?.parse().ok()
}

fn url(port: u16, password: &str, database: &str) -> String {
    format!("postgres://{SUPERUSER}:{password}@127.0.0.1:{port}/{database}?sslmode=disable")
}

async fn answers(url: &str) -> bool {
    match PgConnection::connect(url).await {
        Ok(connection) => connection.close().await.is_ok(),
        Err(_) => false,
    }
}

/// A free port. Another program may take it the next moment. The start then fails, and the next
/// start chooses another one.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Deletes the temporary clusters whose tests were killed.
fn remove_abandoned(clusters: &Path) {
    let Ok(folders) = clusters.read_dir() else { return };
    for folder in folders.flatten().map(|folder| folder.path()) {
        if let Ok(Some(_owner)) = lock::try_acquire(&owner_lock(&folder)) {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

fn read(path: &Path) -> Result<String> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.trim().to_owned())
}

fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, format!("{text}\n"))
        .with_context(|| format!("cannot write {}", path.display()))
}
