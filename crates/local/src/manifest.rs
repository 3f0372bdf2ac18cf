//! What `spin.toml` says about building: the guests, their packages, their files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::IgnoredAny;

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
}

/// The guests that `spin.toml` names, in the order of their names.
pub fn guests() -> Result<Vec<Guest>> {
    let (path, text) = read()?;
    parse(&text, workspace::root()).with_context(|| format!("in {}", path.display()))
}

/// The names of the variables that `spin.toml` declares.
pub fn variables() -> Result<Vec<String>> {
    let (path, text) = read()?;
    let manifest: Manifest =
        toml::from_str(&text).with_context(|| format!("in {}", path.display()))?;
    Ok(manifest.variables.into_keys().collect())
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

fn read() -> Result<(PathBuf, String)> {
    let path = workspace::root().join("spin.toml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read {}", path.display()))?;
    Ok((path, text))
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    variables: BTreeMap<String, IgnoredAny>,
    component: BTreeMap<String, Component>,
}

#[derive(Deserialize)]
struct Component {
    source: String,
    build: Build,
}

#[derive(Deserialize)]
struct Build {
    command: Commands,
}

/// One command, or several in order.
#[derive(Deserialize)]
#[serde(untagged)]
enum Commands {
    One(String),
    Several(Vec<String>),
}

fn parse(text: &str, root: &Path) -> Result<Vec<Guest>> {
    let manifest: Manifest = toml::from_str(text)?;
    manifest
        .component
        .into_iter()
        .map(|(name, component)| {
            let package = component
                .build
                .command
                .last()
                .and_then(package)
                .with_context(|| format!("component `{name}`"))?
                .to_owned();
            Ok(Guest { name, package, file: root.join(component.source) })
        })
        .collect()
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

    #[test]
    fn a_guest_has_its_package_and_its_file() {
        let text = r#"
            [component.user]
            source = "target/wasm32-wasip2/release/connectly_user.wasm"
            [component.user.build]
            command = "cargo build --package connectly-user --target wasm32-wasip2 --release"
        "#;
        let guests = parse(text, Path::new("/clone")).unwrap();
        let expected = Guest {
            name: "user".to_owned(),
            package: "connectly-user".to_owned(),
            file: PathBuf::from("/clone/target/wasm32-wasip2/release/connectly_user.wasm"),
        };
        assert_eq!(guests, [expected]);
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
        assert_eq!(parse(text, Path::new("/clone")).unwrap()[0].package, "connectly-web");
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
