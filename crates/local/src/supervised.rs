//! A program that runs as long as this process wants, and never longer.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::{Child, Command};

const POLL: Duration = Duration::from_millis(5);

/// How to stop a program: a signal, and how long it may take to end. After the last one it is
/// killed.
pub type StopPlan = &'static [(Signal, Duration)];

/// A child in its own process group, so that Ctrl-C in a terminal reaches only this process, which
/// then stops its children in the right order. Dropping it stops it.
#[derive(Debug)]
pub struct Supervised {
    child: Child,
    group: Pid,
    plan: StopPlan,
    _guard: Guard,
}

impl Supervised {
    /// Starts the program.
    pub fn spawn(command: &mut Command, plan: StopPlan) -> Result<Self> {
        let child = command
            .process_group(0)
            .kill_on_drop(false)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {:?}", command.as_std().get_program()))?;
        let id = child.id().and_then(|id| id.try_into().ok()).and_then(Pid::from_raw);
        let group = id.context("the program ended while it started")?;
        let guard = Guard::spawn(group, plan[0].0)?;
        Ok(Self { child, group, plan, _guard: guard })
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.group.as_raw_nonzero().get().unsigned_abs()
    }

    /// The child itself, to use its pipes and to wait for it.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// How it ended, if it has.
    pub fn try_wait(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// Stops it and waits until it is gone.
    pub async fn stop(mut self) {
        for (signal, patience) in self.plan {
            self.signal(*signal);
            let end = Instant::now() + *patience;
            while self.is_running() && Instant::now() < end {
                tokio::time::sleep(POLL).await;
            }
        }
        // Dropping it kills what is left.
        self.plan = &[];
    }

    fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    fn signal(&mut self, signal: Signal) {
        if self.is_running() {
            // An error means that it has just ended. A frozen program must be resumed before it can
            // stop.
            let _ = kill_process_group(self.group, signal);
            let _ = kill_process_group(self.group, Signal::CONT);
        }
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        for (signal, patience) in self.plan {
            self.signal(*signal);
            let end = Instant::now() + *patience;
            while self.is_running() && Instant::now() < end {
                std::thread::sleep(POLL);
            }
        }
        self.signal(Signal::KILL);
        while self.is_running() {
            std::thread::sleep(POLL);
        }
    }
}

/// Stops the group if this process dies without doing so, even by SIGKILL.
///
/// It is a shell that reads from a pipe which only this process can write to. The system
/// closes the pipe with the process, and the shell goes on to `kill`. Unlike the system
/// call that Linux has for this, it works everywhere, survives the thread that set it up,
/// and needs no unsafe code.
#[derive(Debug)]
struct Guard(std::process::Child);

impl Guard {
    fn spawn(group: Pid, signal: Signal) -> Result<Self> {
        use std::os::unix::process::CommandExt;
        let script = r#"while read -r _; do :; done; kill -s "$1" -- "-$2" 2>/dev/null"#;
        std::process::Command::new("/bin/sh")
            .args(["-c", script, "guard", &signal.as_raw().to_string()])
            .arg(group.to_string())
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(Self)
            .context("cannot start /bin/sh")
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Killed while its pipe is open, so that it doesn't send its signal: the process id may
        // soon belong to another process.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: StopPlan = &[(Signal::TERM, Duration::from_secs(5))];

    #[tokio::test]
    async fn a_program_and_what_it_started_end_together() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 60 & wait"]);
        let program = Supervised::spawn(&mut command, PLAN).unwrap();
        let group = program.group;
        let begin = Instant::now();
        program.stop().await;
        assert!(begin.elapsed() < Duration::from_secs(5));
        assert!(rustix::process::test_kill_process(group).is_err());
    }

    #[tokio::test]
    async fn a_program_that_does_not_listen_is_killed() {
        const IMPATIENT: StopPlan = &[(Signal::TERM, Duration::from_millis(50))];
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' TERM; sleep 60"]);
        let program = Supervised::spawn(&mut command, IMPATIENT).unwrap();
        let group = program.group;
        program.stop().await;
        assert!(rustix::process::test_kill_process(group).is_err());
    }

    #[tokio::test]
    async fn the_guard_stops_the_program_when_its_pipe_is_closed() {
        let mut command = Command::new("sleep");
        let mut program = Supervised::spawn(command.arg("60"), PLAN).unwrap();
        drop(program._guard.0.stdin.take());
        let status = tokio::time::timeout(Duration::from_secs(5), program.child().wait()).await;
        assert!(!status.unwrap().unwrap().success());
    }
}
