//! Servers that a killed process left behind.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process, test_kill_process};

use crate::report;
use crate::supervised::StopPlan;

/// First a fast shutdown, which ends sessions and writes everything that was committed. Then an
/// immediate one, after which the next start recovers from the log.
pub const STOP_PLAN: StopPlan =
    &[(Signal::INT, Duration::from_secs(15)), (Signal::QUIT, Duration::from_secs(5))];

/// Stops the server on a data folder that no process owns any more. The caller has the owner's
/// lock, so no other process manages the server.
pub async fn stop(data: &Path) -> Result<()> {
    let pid_file = data.join("postmaster.pid");
    let Some(pid) = read_pid(&pid_file) else { return Ok(()) };
    if !is_server_of(pid, data) {
        // The process id in a crashed server's file may belong to another program by now. Postgres
        // would then refuse to start.
        return match std::fs::remove_file(&pid_file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", pid_file.display()))
            }
            _ => Ok(()),
        };
    }
    report::note(format_args!("stopping the Postgres of an earlier run (process {pid})"));
    for (signal, patience) in STOP_PLAN {
        // An error means that it has just ended.
        let _ = kill_process(pid, *signal);
        let _ = kill_process(pid, Signal::CONT);
        let end = Instant::now() + *patience;
        while Instant::now() < end {
            if test_kill_process(pid).is_err() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    bail!("the Postgres of an earlier run does not stop: end it with `kill -KILL {pid}`")
}

fn read_pid(pid_file: &Path) -> Option<Pid> {
    let text = std::fs::read_to_string(pid_file).ok()?;
    Pid::from_raw(text.lines().next()?.trim().parse().ok()?)
}

/// Whether the process is a Postgres server on this data folder: the folder is its working
/// directory.
fn is_server_of(pid: Pid, data: &Path) -> bool {
    if test_kill_process(pid).is_err() {
        return false;
    }
    if Path::new("/proc/self/cwd").exists() {
        let folder = std::fs::read_link(format!("/proc/{pid}/cwd"));
        return folder.is_ok_and(|folder| data.canonicalize().is_ok_and(|data| data == folder));
    }
    let ps =
        std::process::Command::new("ps").args(["-o", "command=", "-p", &pid.to_string()]).output();
    ps.is_ok_and(|ps| String::from_utf8_lossy(&ps.stdout).contains(data.to_string_lossy().as_ref()))
}
