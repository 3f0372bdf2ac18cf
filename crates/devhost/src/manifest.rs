//! `spin.toml`: the part of Spin's manifest (version 2) that this project uses.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;

use crate::strict_toml;

/// A whole manifest. Keys that Spin knows and this type does not are refused.
#[derive(Debug, Deserialize)]
pub struct Manifest {
    spin_manifest_version: toml::Value,
    /// `[application]`
    pub application: Application,
    /// `[variables]`: name → declaration.
    #[serde(default)]
    pub variables: BTreeMap<String, Variable>,
    /// `[[trigger.http]]`
    pub trigger: Triggers,
    /// `[component.…]`: id → component.
    #[serde(default, rename = "component")]
    pub components: BTreeMap<String, Component>,
}

/// What `/.well-known/spin/info` shows.
#[derive(Debug, Deserialize)]
pub struct Application {
    /// Its name.
    pub name: String,
    /// Its version; empty if not given.
    #[serde(default)]
    pub version: String,
    #[serde(default, rename = "description")]
    _description: String,
    #[serde(default, rename = "authors")]
    _authors: Vec<String>,
}

/// A variable of the application. It is required, or it has a default; never both.
#[derive(Debug, Deserialize)]
pub struct Variable {
    #[serde(default)]
    required: bool,
    /// The value when nobody sets one.
    pub default: Option<String>,
    #[serde(default, rename = "secret")]
    _secret: bool,
    #[serde(default, rename = "description")]
    _description: Option<String>,
}

/// The triggers. This host supports one kind.
#[derive(Debug, Deserialize)]
pub struct Triggers {
    /// `[[trigger.http]]`
    pub http: Vec<HttpTrigger>,
}

/// Requests to `route` go to `component`.
#[derive(Debug, Deserialize)]
pub struct HttpTrigger {
    /// The pattern, as it is written.
    pub route: String,
    /// The id of a component.
    pub component: String,
}

/// A WebAssembly component and what it may reach.
#[derive(Debug, Deserialize)]
pub struct Component {
    /// The `.wasm` file; relative to the manifest.
    pub source: PathBuf,
    /// Printed beside the route at the start.
    #[serde(default)]
    pub description: String,
    /// Templates of addresses.
    #[serde(default)]
    pub allowed_outbound_hosts: Vec<String>,
    /// Name → template.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    /// What the component sees of the file system, read-only.
    #[serde(default)]
    pub files: Vec<Files>,
    #[serde(default, rename = "build")]
    _build: Option<Build>,
}

/// An entry of a component's `files`.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Files {
    /// A folder, and its path inside the component.
    Folder(Folder),
    /// Paths or patterns, which this host refuses.
    Pattern(String),
}

/// A folder that a component sees.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Folder {
    /// Where it is; relative to the manifest.
    pub source: PathBuf,
    /// Its path for the component.
    pub destination: String,
}

/// `[component.….build]` is for `spin build`.
#[derive(Debug, Deserialize)]
struct Build {
    #[serde(rename = "command")]
    _command: toml::Value,
    #[serde(rename = "workdir")]
    _workdir: Option<String>,
    #[serde(default, rename = "watch")]
    _watch: Vec<String>,
}

impl Manifest {
    /// Reads and checks the manifest. Paths in the result are no longer relative to its folder.
    pub fn load(path: &Path) -> Result<Self> {
        let mut manifest: Self = strict_toml::read(path)?;
        manifest.check().with_context(|| format!("cannot use {}", path.display()))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        for component in manifest.components.values_mut() {
            component.source = folder.join(&component.source);
            for files in &mut component.files {
                if let Files::Folder(mount) = files {
                    mount.source = folder.join(&mount.source);
                }
            }
        }
        Ok(manifest)
    }

    fn check(&self) -> Result<()> {
        ensure!(
            self.spin_manifest_version.as_integer() == Some(2),
            "spin_manifest_version: only 2 is supported by the development host; use Spin"
        );
        for (name, variable) in &self.variables {
            check_name(name).with_context(|| format!("variables.{name}"))?;
            ensure!(
                variable.required != variable.default.is_some(),
                "variables.{name}: needs either `required = true` or a `default`"
            );
        }
        for (id, component) in &self.components {
            check_id(id).with_context(|| format!("component.{id}"))?;
            for name in component.variables.keys() {
                check_name(name).with_context(|| format!("component.{id}.variables.{name}"))?;
            }
            for files in &component.files {
                if let Files::Pattern(pattern) = files {
                    bail!(
                        "component.{id}.files: {pattern:?} is not of the form \
                         {{ source = \"…\", destination = \"…\" }}, the only one that the \
                         development host supports; use Spin"
                    );
                }
            }
        }
        for trigger in &self.trigger.http {
            let id = &trigger.component;
            ensure!(
                self.components.contains_key(id),
                "trigger.http: route {:?} names component {id:?}, which there is not",
                trigger.route
            );
        }
        Ok(())
    }
}

/// Spin's rule for the names of variables.
fn check_name(name: &str) -> Result<()> {
    ensure!(
        words(name, '_') && name == name.to_ascii_lowercase(),
        "{name:?}: the name of a variable is lower-case words joined by underscores"
    );
    Ok(())
}

/// Spin's rule for the ids of components.
fn check_id(id: &str) -> Result<()> {
    ensure!(
        words(id, '-'),
        "{id:?}: an id is words joined by hyphens, each lower-case or upper-case throughout"
    );
    Ok(())
}

fn words(text: &str, separator: char) -> bool {
    text.split(separator).all(|word| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.chars().all(|c| c.is_ascii_alphanumeric())
            && (word == word.to_ascii_lowercase() || word == word.to_ascii_uppercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINIMAL: &str = r#"
        spin_manifest_version = 2
        [application]
        name = "app"
        [[trigger.http]]
        route = "/..."
        component = "web"
        [component.web]
        source = "web.wasm"
    "#;

    fn parse(text: &str) -> Result<Manifest> {
        let manifest: Manifest = strict_toml::parse(text)?;
        manifest.check()?;
        Ok(manifest)
    }

    #[test]
    fn the_projects_own_manifest_is_understood() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spin.toml");
        let manifest = Manifest::load(&path).unwrap();
        assert!(!manifest.trigger.http.is_empty());
    }

    #[test]
    fn a_minimal_manifest_is_understood() {
        let manifest = parse(MINIMAL).unwrap();
        assert_eq!(manifest.application.name, "app");
        assert_eq!(manifest.components["web"].source, Path::new("web.wasm"));
    }

    #[test]
    fn what_the_host_does_not_know_is_refused_by_name() {
        for (addition, key) in [
            ("key_value_stores = [\"default\"]", "component.web.key_value_stores"),
            ("environment = { A = \"b\" }", "component.web.environment"),
            ("build = { command = \"make\", shell = \"sh\" }", "component.web.build.shell"),
            ("[trigger.redis]\nchannel = \"c\"", "trigger.redis"),
            ("[application.trigger.http]\nbase = \"/\"", "application.trigger"),
        ] {
            let error = parse(&format!("{MINIMAL}\n{addition}\n")).unwrap_err().to_string();
            assert!(error.starts_with(&format!("{key}: not supported")), "{error}");
        }
    }

    #[test]
    fn files_are_folders() {
        let with = |files: &str| parse(&format!("{MINIMAL}\nfiles = [{files}]\n"));
        let manifest = with("{ source = \"dist\", destination = \"/\" }").unwrap();
        let [Files::Folder(folder)] = &manifest.components["web"].files[..] else {
            panic!("{manifest:?}");
        };
        assert_eq!(
            (folder.source.as_path(), folder.destination.as_str()),
            (Path::new("dist"), "/")
        );
        let error = with("\"assets/*\"").unwrap_err().to_string();
        assert!(
            error.starts_with("component.web.files: \"assets/*\" is not of the form"),
            "{error}"
        );
        with("{ source = \"dist\", destination = \"/\", mode = \"rw\" }").unwrap_err();
    }

    #[test]
    fn what_spin_refuses_is_refused() {
        for (manifest, complaint) in [
            (MINIMAL.replace("= 2", "= 1"), "only 2 is supported"),
            (MINIMAL.replace("\"web\"", "\"wep\""), "which there is not"),
            (MINIMAL.replace("\"/...\"", "{ private = true }"), "expected a string"),
            (MINIMAL.replace("\"web.wasm\"", "{ url = \"…\" }"), "expected path string"),
            (MINIMAL.replace("component.web", "component.web_1"), "joined by hyphens"),
            (format!("{MINIMAL}[variables]\na = {{}}"), "needs either"),
            (
                format!("{MINIMAL}[variables]\na = {{ required = true, default = \"\" }}"),
                "needs either",
            ),
            (format!("{MINIMAL}[variables]\na__b = {{ default = \"\" }}"), "joined by underscores"),
            (format!("{MINIMAL}[variables]\naB = {{ default = \"\" }}"), "joined by underscores"),
        ] {
            let error = format!("{:#}", parse(&manifest).unwrap_err());
            assert!(error.contains(complaint), "{error}");
        }
    }
}
