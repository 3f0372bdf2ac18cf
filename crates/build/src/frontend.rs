//! Building the frontend, into `frontend/dist`, which `spin.toml` gives to the component `web`.

use std::fs::File;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, bail};
use connectly_local::supervised::{StopPlan, Supervised};
use connectly_local::{listener, lock, process, report, workspace};
use rustix::process::Signal;
use tokio::net::TcpStream;

use crate::toolchain::Toolchain;
use crate::{node, preview};

/// How long Vite may take until it listens.
const START_LIMIT: Duration = Duration::from_secs(60);
const STOP_PLAN: StopPlan = &[(Signal::TERM, Duration::from_secs(3))];

/// The npm package.
pub const PACKAGE: &str = "@connectly/frontend";

/// The sources.
const SOURCES: [&str; 4] =
    ["frontend", "packages/common", "docs/openapi.json", "package-lock.json"];

/// What the build makes, or ignores.
const PASSED_OVER: [&str; 5] = ["dist", "node_modules", "README.md", "tests", ".vite"];

/// Builds the frontend, and first the preview that is part of it, if they have changed since the last
/// build.
pub async fn build(toolchain: &Toolchain) -> Result<()> {
    node::prepare().await?;
    preview::build(toolchain).await?;
    let _one_at_a_time = lock::acquire(&workspace::data_dir().join("frontend.lock")).await?;
    if is_fresh()? {
        return Ok(());
    }
    report::step("Building the frontend");
    let begin = SystemTime::now();
    let mut npm = node::npm();
    npm.args(["run", "build", "--workspace", PACKAGE]);
    process::output(&mut npm).await.context("the frontend cannot be built")?;
    // Changes made during the build are newer than this file. An interrupted build leaves no file.
    let stamp = File::create(stamp()).context("cannot record when the frontend was built")?;
    Ok(stamp.set_modified(begin)?)
}

/// A file with the time of the last complete build, in the folder that it made.
fn stamp() -> PathBuf {
    workspace::root().join("frontend/dist/.built")
}

/// Starts Vite's own server on `listen` and waits until it listens. It forwards requests that
/// aren't the frontend's to the host at `api`.
pub async fn serve(listen: SocketAddr, api: SocketAddr, public_reads: bool) -> Result<Supervised> {
    let mut vite = process::command("node");
    vite.current_dir(workspace::root().join("frontend"));
    vite.arg(workspace::root().join("node_modules/vite/bin/vite.js"));
    vite.args(["--host", &listen.ip().to_string(), "--port", &listen.port().to_string()]);
    vite.args(["--strictPort", "--clearScreen", "false", "--logLevel", "warn"]);
    vite.env("CONNECTLY_API", format!("http://{api}"));
    vite.env("CONNECTLY_PUBLIC_READS", if public_reads { "true" } else { "false" });
    let mut vite = Supervised::spawn(&mut vite, STOP_PLAN)?;
    let end = Instant::now() + START_LIMIT;
    while TcpStream::connect(listener::reachable(listen)).await.is_err() {
        if let Some(status) = vite.try_wait()? {
            bail!("Vite ended before it served anything ({status})");
        }
        if Instant::now() > end {
            bail!("Vite does not listen on {listen} after {} s", START_LIMIT.as_secs());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(vite)
}

fn is_fresh() -> Result<bool> {
    let root = workspace::root();
    let Some(built) = node::modified(&stamp()) else {
        return Ok(false);
    };
    for source in SOURCES.map(|source| root.join(source)).into_iter().chain([preview::file()]) {
        if newest(&source)? > built {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The time of the last change in a folder, including additions and removals. The time of a folder
/// that the build writes into doesn't count.
fn newest(path: &Path) -> Result<SystemTime> {
    let metadata = path.metadata().with_context(|| path.display().to_string())?;
    let own = metadata.modified()?;
    if !metadata.is_dir() {
        return Ok(own);
    }
    let (mut newest, mut is_written_into) = (SystemTime::UNIX_EPOCH, false);
    for entry in path.read_dir()? {
        let entry = entry?;
        if PASSED_OVER.iter().any(|name| entry.file_name() == *name) {
            is_written_into = true;
        } else {
            newest = newest.max(self::newest(&entry.path())?);
        }
    }
    Ok(if is_written_into { newest } else { newest.max(own) })
}

#[cfg(test)]
mod tests {
    use connectly_local::manifest;

    use super::*;
    use crate::watch;

    /// They're in the folders, but the build doesn't read them.
    const NOT_READ: [&str; 4] = [".gitignore", "LICENSE", "eslint.config.js", "vitest.config.ts"];

    #[test]
    fn spin_watches_what_it_is_made_from() {
        let passed_over = [&PASSED_OVER[..], &NOT_READ].concat();
        let mut files = Vec::new();
        for source in SOURCES {
            watch::add_files(&workspace::root().join(source), &passed_over, &mut files).unwrap();
        }
        assert!(files.len() > 100, "{files:?}");
        let guests = manifest::guests().unwrap();
        let web = guests.iter().find(|guest| guest.name == "web").unwrap();
        assert_eq!(watch::missed(web, &files), [] as [&Path; 0]);
    }

    #[test]
    fn what_the_build_writes_makes_nothing_newer() {
        let folder = tempfile::tempdir().unwrap();
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000);
        let source = folder.path().join("source.ts");
        File::create(&source).unwrap().set_modified(old).unwrap();
        assert!(newest(folder.path()).unwrap() > old, "the folder is new itself");
        std::fs::create_dir(folder.path().join("dist")).unwrap();
        std::fs::write(folder.path().join("dist/built.js"), "").unwrap();
        assert_eq!(newest(folder.path()).unwrap(), old);
        std::fs::write(&source, "changed").unwrap();
        assert!(newest(folder.path()).unwrap() > old);
    }
}
