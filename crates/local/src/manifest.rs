//! What `spin.toml` says about building (the guests, their packages, their files) and about variables.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::wasi::Wasi;
use crate::workspace;

/// What the guests are compiled for.
pub const TARGET: &str = "wasm32-wasip2";

/// What Spin puts before the name of a variable in the environment.
pub const VARIABLE_PREFIX: &str = "SPIN_VARIABLE_";

/// A component of `spin.toml`.
#[derive(Debug, PartialEq, Eq)]
pub struct Guest {
    /// Its name there.
    pub name: String,
    /// Its package in the workspace.
    pub package: String,
    /// Its `.wasm` file.
    pub file: PathBuf,
    /// Patterns for the files whose changes make `spin watch` build it.
    pub watch: Vec<String>,
}

/// The guests that `spin.toml` names, in the order of their names, with their files as for the default
/// version of WASI.
pub fn guests() -> Result<Vec<Guest>> {
    read()?.guests(workspace::root()).context("in spin.toml")
}

impl Guest {
    /// Its `.wasm` file, built for a version of WASI.
    pub fn built_for(&self, wasi: Wasi) -> PathBuf {
        wasi.guests().join(self.file.file_name().unwrap_or_default())
    }
}

/// The names of the variables that `spin.toml` declares.
pub fn variables() -> Result<Vec<String>> {
    Ok(read()?.variables.into_keys().collect())
}

/// The name of a variable of `spin.toml` in the environment.
pub fn env_name(variable: &str) -> String {
    format!("{VARIABLE_PREFIX}{}", variable.to_uppercase())
}

/// The variables of the rate limits, all set to `off`, for load that comes from one address and one
/// account.
pub fn limits_off() -> Result<Vec<(String, String)>> {
    let limits = variables()?.into_iter().filter(|name| name.starts_with("limit_"));
    Ok(limits.map(|name| (name, "off".to_owned())).collect())
}

/// Reads `spin.toml`.
pub(crate) fn read() -> Result<Manifest> {
    let path = workspace::root().join("spin.toml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("in {}", path.display()))
}

#[derive(Deserialize)]
pub(crate) struct Manifest {
    #[serde(default)]
    pub variables: BTreeMap<String, Variable>,
    pub component: BTreeMap<String, Component>,
}

/// A variable of the application.
#[derive(Deserialize)]
pub(crate) struct Variable {
    pub default: Option<String>,
    #[serde(default)]
    pub required: bool,
}

#[derive(Deserialize)]
pub(crate) struct Component {
    source: String,
    #[serde(default)]
    pub allowed_outbound_hosts: Vec<String>,
    /// Templates, by the names that the component knows.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    build: Option<Build>,
}

#[derive(Deserialize)]
struct Build {
    command: Commands,
    #[serde(default)]
    watch: Vec<String>,
}

/// One command, or several in order.
#[derive(Deserialize)]
#[serde(untagged)]
enum Commands {
    One(String),
    Several(Vec<String>),
}

impl Manifest {
    fn guests(self, root: &Path) -> Result<Vec<Guest>> {
        let guest = |(name, component): (String, Component)| {
            let context = || format!("component `{name}`");
            let build =
                component.build.context("there is no build command").with_context(context)?;
            let package = build.command.last().and_then(package).with_context(context)?.to_owned();
            let file = root.join(component.source);
            Ok(Guest { name, package, file, watch: build.watch })
        };
        self.component.into_iter().map(guest).collect()
    }
}

impl Commands {
    /// The command that makes the guest. Those before it make its files, which `xtask` makes
    /// differently (`frontend.rs`).
    fn last(&self) -> Result<&str> {
        match self {
            Self::One(command) => Ok(command),
            Self::Several(commands) => {
                commands.last().map(String::as_str).context("there is no build command")
            }
        }
    }
}

/// The package that a build command builds. `xtask` builds all of them in one call of cargo, with
/// the profile and the target that `spin build` uses; so it refuses a command that does more.
fn package(command: &str) -> Result<&str> {
    let words: Vec<_> = command.split_whitespace().collect();
    match words.as_slice() {
        ["cargo", "build", "--package", package, "--target", target, "--release"]
            if *target == TARGET =>
        {
            Ok(package)
        }
        _ => bail!(
            "the build command must be `cargo build --package NAME --target {TARGET} --release`, \
             but is `{command}`"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guests_of(text: &str) -> Vec<Guest> {
        toml::from_str::<Manifest>(text).unwrap().guests(Path::new("/clone")).unwrap()
    }

    #[test]
    fn a_guest_has_its_package_and_its_file() {
        let text = r#"
            [component.user]
            source = "target/wasm32-wasip2/release/connectly_user.wasm"
            [component.user.build]
            command = "cargo build --package connectly-user --target wasm32-wasip2 --release"
            watch = ["components/user/**"]
        "#;
        let expected = Guest {
            name: "user".to_owned(),
            package: "connectly-user".to_owned(),
            file: PathBuf::from("/clone/target/wasm32-wasip2/release/connectly_user.wasm"),
            watch: vec!["components/user/**".to_owned()],
        };
        assert_eq!(guests_of(text), [expected]);
    }

    #[test]
    fn of_several_build_commands_the_last_makes_the_guest() {
        let text = r#"
            [component.web]
            source = "web.wasm"
            [component.web.build]
            command = [
                "npm install",
                "cargo build --package connectly-web --target wasm32-wasip2 --release",
            ]
        "#;
        assert_eq!(guests_of(text)[0].package, "connectly-web");
    }

    #[test]
    fn another_build_command_is_refused() {
        for command in ["make", "cargo build --package a --target wasm32-wasip1 --release"] {
            let error = package(command).unwrap_err().to_string();
            assert!(error.contains(command), "{error}");
        }
    }

    #[test]
    fn the_projects_own_manifest_is_understood() {
        assert!(!guests().unwrap().is_empty());
    }
}
