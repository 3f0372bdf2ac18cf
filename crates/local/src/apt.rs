//! Debian packages, which are installed only if a person has agreed.

use std::fmt::Display;
use std::io::{IsTerminal, Write, stderr, stdin};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail};
use clap::Args;
use clap::builder::FalseyValueParser;
use tokio::process::Command;
use tokio::sync::oneshot;

use crate::{process, report, workspace};

mod unpack;

pub use self::unpack::{unpack, unpacked};

/// Says in the environment what `--install-packages` says on the command line.
pub const VARIABLE: &str = "CONNECTLY_INSTALL_PACKAGES";

/// Whether a person has agreed to installing packages in this process.
static ALLOWED: AtomicBool = AtomicBool::new(false);

// An ordinary comment: a doc comment would take the place of the command's own description.
// The option of every command that may need packages.
#[allow(missing_docs, reason = "see above")]
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct InstallArgs {
    /// Install missing packages of this system, as root, without asking
    #[arg(long, global = true, env = VARIABLE, hide_env_values = true)]
    #[arg(value_parser = FalseyValueParser::new())]
    install_packages: bool,
}

impl InstallArgs {
    /// Remembers the answer for the rest of the process.
    pub fn apply(self) {
        ALLOWED.store(self.install_packages, Ordering::Relaxed);
    }
}

/// Whether packages are installed without asking.
pub fn is_allowed() -> bool {
    ALLOWED.load(Ordering::Relaxed)
}

/// Reads the mirror's list and installs packages, if a person agrees. `step` says what is installed
/// and why.
pub async fn get(step: impl Display, packages: &[&str]) -> Result<()> {
    let apt = Apt::find()?;
    apt.begin(step, packages).await?;
    apt.update().await?;
    apt.install(packages).await
}

/// Whether to install packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Permission {
    /// Yes: a person agreed beforehand.
    Given,
    /// A person has to be asked.
    OnRequest,
    /// No: there is no terminal to ask at.
    Withheld,
}

/// `apt-get`, as root.
pub struct Apt {
    program: PathBuf,
    /// Set if this process is not root.
    sudo: Option<PathBuf>,
    permission: Permission,
}

impl Apt {
    /// Finds `apt-get` and, if needed, `sudo`. Runs neither.
    pub fn find() -> Result<Self> {
        let program = process::find_program("apt-get")
            .context("this is not a Debian system: apt-get is missing")?;
        let sudo = if rustix::process::geteuid().is_root() {
            None
        } else {
            Some(process::find_program("sudo").context("apt-get needs root, and sudo is missing")?)
        };
        let permission = if is_allowed() {
            Permission::Given
        } else if stdin().is_terminal() && stderr().is_terminal() {
            Permission::OnRequest
        } else {
            Permission::Withheld
        };
        Ok(Self { program, sudo, permission })
    }

    /// Says what is about to be installed and why, and makes sure that a person agrees.
    pub async fn begin(&self, step: impl Display, packages: &[&str]) -> Result<()> {
        let command = self.shown(packages);
        match self.permission {
            Permission::Given => report::step(step),
            Permission::OnRequest => {
                report::step(step);
                report::note(format_args!("this needs root, and would run: {command}"));
                if !agrees().await {
                    bail!("nothing was installed; to do it yourself, run `{command}`");
                }
            }
            Permission::Withheld => bail!(
                "run `{command}`, or let this command do it, with --install-packages or {VARIABLE}=1"
            ),
        }
        Ok(())
    }

    /// The command that installs packages, for a person to run.
    fn shown(&self, packages: &[&str]) -> String {
        let sudo = if self.sudo.is_some() { "sudo " } else { "" };
        format!("{sudo}apt-get install --no-install-recommends {}", packages.join(" "))
    }

    /// Updates the list of the mirror's packages.
    pub async fn update(&self) -> Result<()> {
        process::output(self.apt_get().args(["update", "--quiet"])).await.map(drop)
    }

    /// Installs packages without those that they only recommend.
    pub async fn install(&self, packages: &[&str]) -> Result<()> {
        process::output(self.install_command().args(packages)).await.map(drop)
    }

    /// Installs a package from the release's backports, from the mirror that the machine already
    /// uses.
    ///
    /// These two commands get their own list of sources. The machine's list stays unchanged.
    pub async fn install_from_backports(&self, package: &str) -> Result<()> {
        let options =
            own_lists(&workspace::data_dir().join("apt"), |release| format!("{release}-backports"))
                .await?;
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
        let mut apt_get = match &self.sudo {
            Some(sudo) => {
                let mut command = process::command(sudo);
                // Only somebody at a terminal can give a password.
                if self.permission == Permission::Given && !stdin().is_terminal() {
                    command.arg("-n");
                }
                command.args(["env", "DEBIAN_FRONTEND=noninteractive"]).arg(&self.program);
                command
            }
            None => {
                let mut command = process::command(&self.program);
                command.env("DEBIAN_FRONTEND", "noninteractive");
                command
            }
        };
        // Another clone, or the machine itself, may be running apt.
        apt_get.args(["-o", "DPkg::Lock::Timeout=600"]);
        apt_get
    }
}

/// Asks the person at the terminal. No answer means no.
async fn agrees() -> bool {
    eprint!("    Run it now? [y/N] ");
    let _ = stderr().flush();
    let (sender, answer) = oneshot::channel();
    // A separate thread, so that Ctrl-C doesn't wait for it.
    std::thread::spawn(move || {
        let mut line = String::new();
        let _ = stdin().read_line(&mut line);
        let _ = sender.send(line);
    });
    answer.await.is_ok_and(|line| is_yes(&line))
}

fn is_yes(answer: &str) -> bool {
    ["y", "yes"].contains(&answer.trim().to_lowercase().as_str())
}

/// The sources of apt's package lists: address and release of each, and the release file.
async fn index_targets() -> Result<String> {
    process::output(process::command("apt-get").args([
        "indextargets",
        "--format",
        "$(REPO_URI) $(RELEASE) $(COMPONENT)",
        "Identifier: Packages",
    ]))
    .await
}

/// The options with which apt reads its lists from another release, on the mirror that the machine
/// already uses, and keeps them in a folder of ours.
async fn own_lists(folder: &Path, release: impl Fn(&str) -> String) -> Result<Vec<String>> {
    let lists = folder.join("lists");
    std::fs::create_dir_all(lists.join("partial"))
        .with_context(|| format!("cannot create {}", lists.display()))?;
    let list = folder.join("sources.list");
    std::fs::write(&list, source(&index_targets().await?, release)?)
        .with_context(|| format!("cannot write {}", list.display()))?;
    let options = [
        format!("Dir::Etc::SourceList={}", list.display()),
        "Dir::Etc::SourceParts=-".to_owned(),
        format!("Dir::State::Lists={}", lists.display()),
        // The user that apt downloads as may not be able to enter this folder.
        "APT::Sandbox::User=root".to_owned(),
    ];
    Ok(options.into_iter().flat_map(|option| ["-o".to_owned(), option]).collect())
}

/// The sources line for another release than the one in [`index_targets`]'s answer, whose name the
/// other's follows from.
fn source(index_targets: &str, other: impl Fn(&str) -> String) -> Result<String> {
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
        .context("apt has no sources of a Debian release; is there one in /etc/apt?")?;
    Ok(format!("deb [signed-by={KEYRING}] {address} {} main\n", other(release)))
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
    fn another_release_is_looked_for_beside_the_machines() {
        let targets = "http://mirror.example/security/ bookworm-security main\n\
                       http://mirror.example/debian/ bookworm-updates main\n\
                       http://mirror.example/debian/ bookworm contrib\n\
                       http://mirror.example/debian/ bookworm main\n";
        let line = source(targets, |release| format!("{release}-backports")).unwrap();
        assert!(
            line.ends_with("] http://mirror.example/debian/ bookworm-backports main\n"),
            "{line}"
        );
    }

    #[test]
    fn a_machine_without_a_release_is_an_error() {
        for targets in ["http://mirror.example/tool/ stable-tool main\n", ""] {
            assert!(source(targets, str::to_owned).is_err(), "{targets}");
        }
    }

    #[test]
    fn the_newest_lld_is_the_greatest_number() {
        let found = "lld-9 - LLVM-based linker\nlld-22 - LLVM-based linker\nlld-19 - LLVM\n";
        assert_eq!(newest_lld(found).as_deref(), Some("lld-22"));
        assert_eq!(newest_lld(""), None);
    }

    fn apt(permission: Permission, with_sudo: bool) -> Apt {
        let sudo = with_sudo.then(|| PathBuf::from("sudo"));
        Apt { program: "apt-get".into(), sudo, permission }
    }

    #[tokio::test]
    async fn without_permission_the_error_says_what_to_run() {
        for (with_sudo, command) in [
            (false, "run `apt-get install --no-install-recommends wrk`"),
            (true, "run `sudo apt-get install --no-install-recommends wrk`"),
        ] {
            let apt = apt(Permission::Withheld, with_sudo);
            let error = apt.begin("the load generator", &["wrk"]).await.unwrap_err().to_string();
            for part in [command, "--install-packages", VARIABLE] {
                assert!(error.contains(part), "{error}");
            }
        }
    }

    #[tokio::test]
    async fn with_permission_the_packages_are_installed_as_root() {
        for (with_sudo, program) in [(false, "apt-get"), (true, "sudo")] {
            let apt = apt(Permission::Given, with_sudo);
            apt.begin("the load generator", &["wrk"]).await.unwrap();
            let install = apt.install_command();
            assert_eq!(install.as_std().get_program(), program);
            assert!(install.as_std().get_args().any(|argument| argument == "install"));
        }
    }

    #[test]
    fn what_nobody_has_agreed_to_is_not_allowed() {
        assert!(!is_allowed());
    }

    #[test]
    fn only_a_clear_yes_is_one() {
        for (answer, expected) in [
            ("y\n", true),
            ("YES\n", true),
            ("", false),
            ("\n", false),
            ("n\n", false),
            ("yo\n", false),
        ] {
            assert_eq!(is_yes(answer), expected, "{answer:?}");
        }
    }
}
