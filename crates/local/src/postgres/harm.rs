//! What tests do to a Postgres of their own.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tokio::process::Command;

use super::account::Account;
use super::cluster::Cluster;
use crate::process;

/// How a test's Postgres differs from the usual.
#[derive(Clone, Debug, Default)]
pub struct Special {
    /// Whether what was committed is kept even by a crash of the machine, as in production.
    pub is_durable: bool,
    /// Variables of its environment.
    pub environment: Vec<(String, String)>,
    /// The bytes of a small file system of its own, for a tablespace. What is on it is gone
    /// when the server ends.
    pub small_disk: Option<u64>,
}

impl Cluster {
    /// Stops every process of the server where it is, until [`thaw`](Self::thaw).
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
        let Some(id) = self.process_id() else { return };
        // So that it starts no more of them meanwhile.
        self.freeze();
        kill(&processes(id)).await;
        self.is_frozen = false;
        self.server = None;
    }

    fn signal(&self, which: Signal) {
        if let Some(id) = self.process_id() {
            signal(&processes(id), which);
        }
    }

    /// The folder of a special server's small file system, which the server alone sees.
    pub fn small_disk(&self) -> PathBuf {
        small_disk(&self.folder)
    }
}

/// The processes of a server: the first one, and those it has started, each in a group of its
/// own.
fn processes(server: u32) -> Vec<Pid> {
    let children = process::children(server);
    std::iter::once(server).chain(children).filter_map(to_pid).collect()
}

/// Sends a signal to each. One that has ended meanwhile needs none.
fn signal(processes: &[Pid], signal: Signal) {
    for process in processes {
        let _ = kill_process(*process, signal);
    }
}

/// Kills them, and waits a moment until they have let go of the memory that they share.
async fn kill(processes: &[Pid]) {
    signal(processes, Signal::KILL);
    let end = Instant::now() + Duration::from_millis(500);
    while processes.iter().any(|process| test_kill_process(*process).is_ok())
        && Instant::now() < end
    {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// The folder of the small file system.
fn small_disk(cluster: &Path) -> PathBuf {
    cluster.join("small")
}

/// A command that mounts a small file system, which it and what it starts alone can see, and
/// then becomes the given program. The mount is gone with the processes.
///
/// Root mounts as root; anybody else as the root of a user namespace, where the system allows
/// that.
pub(super) fn with_small_disk(
    cluster: &Path,
    size: u64,
    account: &Account,
    program: &Path,
) -> Result<Command> {
    for tool in ["unshare", "setpriv", "mount"] {
        if process::find_program(tool).is_none() {
            bail!(
                "a full disk is tried on a small file system, which needs Linux and its program \
                 `{tool}` (Debian's packages util-linux and mount)"
            );
        }
    }
    let folder = small_disk(cluster);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot create {}", folder.display()))?;
    let mut command = process::command("unshare");
    command.arg("--mount");
    let mut options = format!("size={size},mode=0700");
    let become_the_server = match account.ids() {
        Some((user, group)) => {
            options.push_str(&format!(",uid={user},gid={group}"));
            format!("setpriv --reuid {user} --regid {group} --clear-groups")
        }
        None => {
            command.args(["--user", "--map-root-user"]);
            let user = rustix::process::geteuid().as_raw();
            let group = rustix::process::getegid().as_raw();
            // Postgres refuses to run as root, be it that of a namespace.
            format!("unshare --user --map-user={user} --map-group={group}")
        }
    };
    let script = format!(
        r#"mount -t tmpfs -o {options} connectly "$1" && shift && exec {become_the_server} "$@""#
    );
    command.args(["sh", "-c", &script, "sh"]).arg(folder).arg(program);
    Ok(command)
}

fn to_pid(id: u32) -> Option<Pid> {
    Pid::from_raw(id.cast_signed())
}
