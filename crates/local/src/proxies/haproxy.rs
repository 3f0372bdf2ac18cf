//! HAProxy with the configuration of `deploy/haproxy.cfg`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::workspace;

/// Its socket for commands, in its folder.
pub fn socket(folder: &Path) -> PathBuf {
    folder.join("admin.sock")
}

/// Writes its file into the folder, and completes the command that starts it in front of these hosts,
/// which are called `host0`, `host1` and so on.
pub fn prepare(command: &mut Command, folder: &Path, port: u16, hosts: &[String]) -> Result<()> {
    let deploy = workspace::root().join("deploy");
    let mut text = fs::read_to_string(deploy.join("haproxy.cfg"))?;
    for (theirs, ours) in [
        ("/run/haproxy/", format!("{}/", folder.display())),
        ("127.0.0.1:8080", format!("127.0.0.1:{port}")),
        (
            "/etc/haproxy/errors/connectly.http",
            deploy.join("haproxy-503.http").display().to_string(),
        ),
        ("    server host1 10.0.0.11:3000\n", String::new()),
        ("    server host2 10.0.0.12:3000\n", String::new()),
    ] {
        ensure!(text.contains(theirs), "deploy/haproxy.cfg lacks {theirs:?}");
        text = text.replace(theirs, &ours);
    }
    for (number, address) in hosts.iter().enumerate() {
        writeln!(text, "    server host{number} {address}")?;
    }
    let file = folder.join("haproxy.cfg");
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    // In the foreground.
    command.arg("-db").arg("-f").arg(file);
    Ok(())
}
