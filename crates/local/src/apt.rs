//! Packages of a Debian machine.

use std::fmt::Display;

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::{process, report, workspace};

/// Installs packages after a look at the mirror's list. `step` tells a person what for, once it is
/// known that they can be installed.
pub async fn get(step: impl Display, packages: &[&str]) -> Result<()> {
    let apt = Apt::find().await?;
    report::step(step);
    apt.update().await?;
    apt.install(packages).await
}

/// `apt-get`, as root.
pub struct Apt {
    sudo: bool,
}

impl Apt {
    /// Finds out whether packages can be installed without asking a person for a password.
    pub async fn find() -> Result<Self> {
        if process::find_program("apt-get").is_none() {
            bail!("this is no Debian machine: there is no apt-get");
        }
        if rustix::process::geteuid().is_root() {
            return Ok(Self { sudo: false });
        }
        process::output(process::command("sudo").args(["-n", "true"]))
            .await
            .context("apt-get needs root, and `sudo` does not give it without a password")?;
        Ok(Self { sudo: true })
    }

    /// Reads the mirror's list of packages afresh.
    pub async fn update(&self) -> Result<()> {
        process::output(self.apt_get().args(["update", "--quiet"])).await.map(drop)
    }

    /// Installs packages without the ones they merely recommend.
    pub async fn install(&self, packages: &[&str]) -> Result<()> {
        process::output(self.install_command().args(packages)).await.map(drop)
    }

    /// Installs a package from the backports of the release, on the mirror that the machine
    /// uses already.
    ///
    /// The list of sources is one of ours, for these two commands: the machine's stays as it
    /// is.
    pub async fn install_from_backports(&self, package: &str) -> Result<()> {
        let folder = workspace::data_dir().join("apt");
        let lists = folder.join("lists");
        std::fs::create_dir_all(lists.join("partial"))
            .with_context(|| format!("cannot create {}", lists.display()))?;
        let sources = folder.join("backports.list");
        std::fs::write(&sources, backports(&index_targets().await?)?)
            .with_context(|| format!("cannot write {}", sources.display()))?;
        let options = [
            format!("Dir::Etc::SourceList={}", sources.display()),
            "Dir::Etc::SourceParts=-".to_owned(),
            format!("Dir::State::Lists={}", lists.display()),
            // The user that apt downloads as may have no way into this folder.
            "APT::Sandbox::User=root".to_owned(),
        ];
        let options: Vec<_> = options.iter().flat_map(|option| ["-o", option]).collect();
        process::output(self.apt_get().args(&options).args(["update", "--quiet"])).await?;
        process::output(self.install_command().args(&options).arg(package)).await.map(drop)
    }

    /// The name of the newest package of LLVM's linker: `lld-22` and the like.
    pub async fn newest_lld(&self) -> Result<String> {
        let mut search = process::command("apt-cache");
        let found =
            process::output(search.args(["search", "--names-only", "^lld-[0-9]+$"])).await?;
        newest_lld(&found).context("the mirror offers no package lld-NN")
    }

    fn install_command(&self) -> Command {
        let mut install = self.apt_get();
        install.args(["install", "--quiet", "--yes", "--no-install-recommends"]);
        install
    }

    fn apt_get(&self) -> Command {
        let mut apt_get = if self.sudo {
            let mut sudo = process::command("sudo");
            sudo.args(["-n", "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
            sudo
        } else {
            let mut apt_get = process::command("apt-get");
            apt_get.env("DEBIAN_FRONTEND", "noninteractive");
            apt_get
        };
        // Another clone, or the machine itself, may be at it.
        apt_get.args(["-o", "DPkg::Lock::Timeout=600"]);
        apt_get
    }
}

/// Where apt reads its lists of packages: address and release of each, and the release file.
async fn index_targets() -> Result<String> {
    process::output(process::command("apt-get").args([
        "indextargets",
        "--format",
        "$(REPO_URI) $(RELEASE) $(COMPONENT)",
        "Identifier: Packages",
    ]))
    .await
}

/// The line that names the backports, beside the release in [`index_targets`]'s answer.
fn backports(index_targets: &str) -> Result<String> {
    const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";
    let (address, release) = index_targets
        .lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            let (address, release) = (words.next()?, words.next()?);
            // `bookworm`, but not `bookworm-updates`, whose address may be another.
            (words.next() == Some("main") && !release.contains('-')).then_some((address, release))
        })
        .next()
        .context("apt knows no Debian release; does /etc/apt name one?")?;
    Ok(format!("deb [signed-by={KEYRING}] {address} {release}-backports main\n"))
}

fn newest_lld(search_result: &str) -> Option<String> {
    search_result
        .lines()
        .filter_map(|line| {
            line.split_whitespace().next()?.strip_prefix("lld-")?.parse::<u32>().ok()
        })
        .max()
        .map(|version| format!("lld-{version}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backports_are_looked_for_beside_the_release() {
        let targets = "http://mirror.example/security/ bookworm-security main\n\
                       http://mirror.example/debian/ bookworm-updates main\n\
                       http://mirror.example/debian/ bookworm contrib\n\
                       http://mirror.example/debian/ bookworm main\n";
        let line = backports(targets).unwrap();
        assert!(
            line.ends_with("] http://mirror.example/debian/ bookworm-backports main\n"),
            "{line}"
        );
    }

    #[test]
    fn a_machine_without_a_release_is_an_error() {
        assert!(backports("http://mirror.example/tool/ stable-tool main\n").is_err());
        assert!(backports("").is_err());
    }

    #[test]
    fn the_newest_lld_is_the_greatest_number() {
        let found = "lld-9 - LLVM-based linker\nlld-22 - LLVM-based linker\nlld-19 - LLVM\n";
        assert_eq!(newest_lld(found).as_deref(), Some("lld-22"));
        assert_eq!(newest_lld(""), None);
    }
}
