//! Running other programs.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::process::Command;

use crate::workspace;

/// Raises the limit of open files to the system's maximum for everything that is started from now
/// on. The tests have a thousand clients, which need more than most shells allow.
pub fn raise_open_files() {
    let limit = getrlimit(Resource::Nofile);
    // If that is refused, the usual limit stays. It is enough for everything else.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
}

/// A command in the workspace's folder, with the user's environment. What `cargo run` adds for this
/// process would mislead a cargo or a Postgres that it starts.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root()).kill_on_drop(true);
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(is_set_by_cargo) {
            command.env_remove(name);
        }
    }
    if let Some(path) = library_path_of_the_user() {
        command.env("LD_LIBRARY_PATH", path);
    } else {
        command.env_remove("LD_LIBRARY_PATH");
    }
    command
}

/// The cargo that builds what runs natively.
///
/// `CARGO_UNSTABLE_BUILD_STD` is only for guests. If a user has exported it, host builds must not
/// use another standard library.
pub fn cargo() -> Command {
    let mut cargo = command("cargo");
    cargo.env_remove("CARGO_UNSTABLE_BUILD_STD").env_remove("RUSTC_BOOTSTRAP");
    cargo
}

/// Runs a command to its end with its output shown.
pub async fn run(command: &mut Command) -> Result<()> {
    let status =
        command.status().await.with_context(|| format!("cannot start `{}`", display(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", display(command));
    }
    Ok(())
}

/// Turns this process into another program, which takes over its terminal and gets its signals.
/// Returns only if that fails.
pub fn become_program(command: Command) -> anyhow::Error {
    use std::os::unix::process::CommandExt;
    let name = display(&command);
    anyhow::Error::from(command.into_std().exec()).context(format!("cannot start `{name}`"))
}

/// Runs a command silently and returns its stdout. If it fails, the error has everything it wrote.
pub async fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .await
        .with_context(|| format!("cannot start `{}`", display(command)))?;
    let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("`{}` failed ({})\n{}{}", display(command), output.status, stdout, stderr);
    }
    Ok(stdout)
}

/// Like [`output`], but gives up and kills the command after `limit`.
pub async fn output_within(limit: Duration, command: &mut Command) -> Result<String> {
    let name = display(command);
    tokio::time::timeout(limit, output(command))
        .await
        .with_context(|| format!("`{name}` did not end within {} s", limit.as_secs()))?
}

/// The file that a program's name stands for on the `PATH`.
pub fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| is_executable(file))
}

fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

fn display(command: &Command) -> String {
    let command = command.as_std();
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(OsStr::to_string_lossy)
        .collect::<Vec<_>>()
        .join(" ")
}

/// Cargo's own settings (`CARGO_HOME`, `CARGO_TARGET_DIR`, `CARGO_NET_…`) stay.
fn is_set_by_cargo(name: &str) -> bool {
    const PREFIXES: [&str; 3] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"];
    const NAMES: [&str; 5] =
        ["CARGO", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR", "RUST_RECURSION_COUNT"];
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// `LD_LIBRARY_PATH` without the folders that rustup and cargo put before the user's.
fn library_path_of_the_user() -> Option<OsString> {
    let path = std::env::var_os("LD_LIBRARY_PATH")?;
    let toolchain = std::env::var_os("CARGO")
        .map(PathBuf::from)
        .and_then(|cargo| Some(cargo.parent()?.parent()?.to_owned()));
    let own = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_owned()));
    let added = [toolchain, own];
    let kept: Vec<_> = std::env::split_paths(&path)
        .filter(|folder| !folder.as_os_str().is_empty())
        .filter(|folder| !added.iter().flatten().any(|added| folder.starts_with(added)))
        .collect();
    if kept.is_empty() { None } else { std::env::join_paths(kept).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_sets_is_told_from_what_the_user_sets() {
        for name in ["CARGO", "CARGO_PKG_NAME", "CARGO_MANIFEST_DIR", "OUT_DIR"] {
            assert!(is_set_by_cargo(name), "{name}");
        }
        for name in ["CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_NET_OFFLINE", "PATH"] {
            assert!(!is_set_by_cargo(name), "{name}");
        }
    }

    #[tokio::test]
    async fn a_failure_says_the_command_and_what_it_wrote() {
        let error = output(command("sh").args(["-c", "echo why >&2; exit 3"])).await.unwrap_err();
        let text = error.to_string();
        assert!(text.contains("exit 3") && text.contains("why"), "{text}");
    }

    #[tokio::test]
    async fn a_command_that_hangs_is_given_up() {
        let limit = Duration::from_millis(50);
        let error = output_within(limit, command("sleep").arg("60")).await.unwrap_err();
        assert!(format!("{error:#}").contains("did not end"), "{error:#}");
    }
}
