//! A test's own Postgres, and what the test may do to it.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use connectly_local::{
    postgres::{self, Account, Cluster, Durability, Options},
    process,
};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tempfile::TempDir;

/// How a test's Postgres differs from the usual.
#[derive(Clone, Debug, Default)]
pub struct Special {
    /// Whether committed data survives a crash of the machine, as in production.
    pub is_durable: bool,
    /// Variables of its environment.
    pub environment: Vec<(String, String)>,
    /// The size in bytes of a separate small file system, for a tablespace. Its content is gone
    /// when the server ends.
    pub small_disk: Option<u64>,
}

/// A Postgres server that one test has for itself.
pub struct OwnPostgres {
    cluster: Cluster,
    is_frozen: bool,
    /// Where the small file system is mounted.
    small_disk: Option<TempDir>,
}

impl OwnPostgres {
    /// Starts one.
    ///
    /// # Panics
    /// When it cannot be started, or a small file system is not possible on this machine.
    pub async fn start(special: Special) -> Self {
        let durability = if special.is_durable { Durability::Safe } else { Durability::Fast };
        let mut options = Options { durability, environment: special.environment, wrapper: vec![] };
        let mut small_disk = None;
        if let Some(size) = special.small_disk {
            let account = Account::find().await.expect("a user for Postgres");
            let folder = tempfile::tempdir_in(postgres::home()).expect("a folder for a disk");
            options.wrapper = with_small_disk(folder.path(), size, &account);
            small_disk = Some(folder);
        }
        let cluster = Cluster::temporary_with(options).await.expect("a Postgres for this test");
        Self { cluster, is_frozen: false, small_disk }
    }

    /// Starts a replica, which follows it.
    ///
    /// # Panics
    /// When it doesn't start.
    pub async fn replica(&mut self) -> Self {
        let cluster = self.cluster.replica().await.expect("a replica for this test");
        Self { cluster, is_frozen: false, small_disk: None }
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.cluster.port()
    }

    /// The superuser's address of a database.
    pub fn url(&self, database: &str) -> String {
        self.cluster.url(database)
    }

    /// What the server has written to its log since it was started.
    ///
    /// # Panics
    /// When the file cannot be read.
    pub fn log(&self) -> String {
        let bytes = std::fs::read(self.cluster.log()).expect("the log of Postgres");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The folder of the small file system, which only the server sees.
    ///
    /// # Panics
    /// When there is none.
    pub fn small_disk(&self) -> PathBuf {
        self.small_disk.as_ref().expect("it was asked for").path().to_owned()
    }

    /// Stops it; its data stays.
    pub async fn stop(&mut self) {
        self.cluster.stop().await;
    }

    /// Starts it after it was stopped or killed.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start_again(&mut self) {
        self.cluster.start().await.expect("Postgres starts again");
    }

    /// Suspends every process of the server until [`thaw`](Self::thaw).
    pub fn freeze(&mut self) {
        self.is_frozen = true;
        self.signal(Signal::STOP);
    }

    /// Lets a frozen server go on.
    pub fn thaw(&mut self) {
        self.is_frozen = false;
        self.signal(Signal::CONT);
    }

    /// Kills every process of the server with SIGKILL.
    pub async fn kill(&mut self) {
        let Some(id) = self.cluster.process_id() else { return };
        // So that it doesn't start more of them meanwhile.
        self.freeze();
        kill(&processes(id)).await;
        self.is_frozen = false;
        // Nothing is left to stop, but the cluster has to notice.
        self.cluster.stop().await;
    }

    fn signal(&self, which: Signal) {
        if let Some(id) = self.cluster.process_id() {
            signal(&processes(id), which);
        }
    }
}

impl Drop for OwnPostgres {
    fn drop(&mut self) {
        if self.is_frozen {
            self.thaw();
        }
    }
}

/// The processes of a server: the first one, and those it has started, each in a group of its
/// own.
fn processes(server: u32) -> Vec<Pid> {
    let children = children(server);
    std::iter::once(server).chain(children).filter_map(to_pid).collect()
}

/// Sends a signal to each that still runs.
fn signal(processes: &[Pid], signal: Signal) {
    for process in processes {
        let _ = kill_process(*process, signal);
    }
}

/// Kills them, and waits a moment until they have released their shared memory.
async fn kill(processes: &[Pid]) {
    signal(processes, Signal::KILL);
    let end = Instant::now() + Duration::from_millis(500);
    while processes.iter().any(|process| test_kill_process(*process).is_ok())
        && Instant::now() < end
    {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A command that mounts a small file system and then starts a program. Only the program and its
/// children can see the mount, which ends with them.
///
/// Root mounts as root. Other users mount as the root of a user namespace, if the system allows
/// that.
fn with_small_disk(folder: &Path, size: u64, account: &Account) -> Vec<OsString> {
    for tool in ["unshare", "setpriv", "mount"] {
        assert!(
            process::find_program(tool).is_some(),
            "a full disk is tried on a small file system, which needs Linux and its program \
             `{tool}` (Debian's packages util-linux and mount)"
        );
    }
    let mut options = format!("size={size},mode=0700");
    let mut unshare = vec!["unshare", "--mount"];
    let become_the_server = match account.ids() {
        Some((user, group)) => {
            options.push_str(&format!(",uid={user},gid={group}"));
            format!("setpriv --reuid {user} --regid {group} --clear-groups")
        }
        None => {
            unshare.extend(["--user", "--map-root-user"]);
            let user = rustix::process::geteuid().as_raw();
            let group = rustix::process::getegid().as_raw();
            // Postgres refuses to run as root, even as the root of a namespace.
            format!("unshare --user --map-user={user} --map-group={group}")
        }
    };
    let script = format!(
        r#"mount -t tmpfs -o {options} connectly "$1" && shift && exec {become_the_server} "$@""#
    );
    unshare.extend(["sh", "-c", &script, "sh"]);
    let mut wrapper: Vec<OsString> = unshare.into_iter().map(OsString::from).collect();
    wrapper.push(folder.into());
    wrapper
}

/// The ids of the processes that a process has started and that still run.
fn children(process: u32) -> Vec<u32> {
    // Without the program none are found, and the tests that need them will notice.
    let output = std::process::Command::new("ps").args(["-A", "-o", "pid=,ppid="]).output();
    let output = output.map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&output)
        .lines()
        .filter_map(|line| {
            let mut numbers = line.split_whitespace().map(str::parse);
            let (id, parent) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
            (parent == process).then_some(id)
        })
        .collect()
}

fn to_pid(id: u32) -> Option<Pid> {
    Pid::from_raw(id.cast_signed())
}
