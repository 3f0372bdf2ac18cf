//! A package of a newer release of Debian, in a folder of the project with all that it depends on. Its
//! programs run on an older release too, because they bring the C library. Nothing is installed.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use super::own_lists;
use crate::postgres::home;
use crate::{process, report};

/// Starts a program with the loader and the libraries that were unpacked with it.
const START: &str = r#"#!/bin/sh
root=$(dirname "$0")
libraries=$(echo "$root"/usr/lib/*-linux-gnu)
exec "$libraries"/ld-linux-*.so.* --library-path "$libraries" "$root"/PROGRAM "$@"
"#;

/// Where [`unpack`] puts what starts a package's program of the same name. Users other than this
/// process's can run it.
pub fn unpacked(package: &str) -> PathBuf {
    home().join(format!("{package}-unpacked")).join(package)
}

/// Downloads a package of this release with its dependencies, and unpacks them.
pub async fn unpack(package: &str, release: &str) -> Result<()> {
    report::step(format_args!("Getting {package} of Debian {release} (30 MB, once)"));
    let start = unpacked(package);
    let folder = start.parent().context("a folder")?;
    // Renamed only when complete, so that an interrupted download is never used.
    let partial = folder.with_extension("partial");
    remove(&partial)?;
    download(package, release, &partial.join("apt")).await?;
    let mut archives = 0;
    for archive in partial.join("apt/archives").read_dir()? {
        let archive = archive?.path();
        if archive.extension().is_some_and(|extension| extension == "deb") {
            let mut dpkg_deb = process::command("dpkg-deb");
            process::output(dpkg_deb.arg("--extract").arg(archive).arg(&partial)).await?;
            archives += 1;
        }
    }
    ensure!(archives > 0, "apt-get has downloaded no package");
    for folder in ["apt", "usr/share"] {
        remove(&partial.join(folder))?;
    }
    write_start(package, &partial)?;
    remove(folder)?;
    std::fs::rename(&partial, folder).with_context(|| format!("cannot create {}", folder.display()))
}

/// Downloads what would be installed on a machine that has nothing yet.
async fn download(package: &str, release: &str, folder: &Path) -> Result<()> {
    let mut options = own_lists(folder, |_| release.to_owned()).await?;
    let archives = folder.join("archives");
    std::fs::create_dir_all(archives.join("partial"))?;
    let nothing = folder.join("status");
    std::fs::write(&nothing, "")?;
    for option in [
        format!("Dir::State::status={}", nothing.display()),
        format!("Dir::Cache={}", folder.display()),
        format!("Dir::Cache::Archives={}", archives.display()),
        "Debug::NoLocking=1".to_owned(),
    ] {
        options.extend(["-o".to_owned(), option]);
    }
    let update = ["update", "--quiet"];
    let install = ["install", "--quiet", "--yes", "--no-install-recommends", "--download-only"];
    let mut apt_get = process::command("apt-get");
    process::output(apt_get.args(&options).args(update)).await?;
    let mut apt_get = process::command("apt-get");
    process::output(apt_get.args(&options).args(install).arg(package)).await.map(drop)
}

fn write_start(package: &str, folder: &Path) -> Result<()> {
    let program = ["usr/sbin", "usr/bin"]
        .map(|programs| format!("{programs}/{package}"))
        .into_iter()
        .find(|program| folder.join(program).exists())
        .context("the package has no program of its name")?;
    let start = folder.join(package);
    std::fs::write(&start, START.replace("PROGRAM", &program))?;
    std::fs::set_permissions(&start, PermissionsExt::from_mode(0o755))
        .with_context(|| format!("cannot write {}", start.display()))
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}
