//! The packages of the workspace, and what each is compiled for.

use std::collections::HashSet;
use std::path::PathBuf;

use anyhow::{Context, Result};
use connectly_local::process;
use serde::Deserialize;

use crate::preview;

/// A package of the workspace.
#[derive(Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// The packages of the workspace that it names as dependencies.
    pub dependencies: Vec<String>,
    /// The names of the programs in its folder `tests`.
    pub tests: Vec<String>,
    is_guest: bool,
}

impl Package {
    /// Whether it becomes a component, either of the application or only for tests.
    pub fn is_guest(&self) -> bool {
        self.is_guest
    }

    /// Whether it is compiled for this machine.
    pub fn is_host(&self) -> bool {
        !self.is_guest
    }
}

/// All packages of the workspace.
pub async fn all() -> Result<Vec<Package>> {
    let mut cargo = process::cargo();
    cargo.args(["metadata", "--format-version", "1", "--no-deps"]);
    let text = process::output(&mut cargo).await?;
    let metadata: Metadata = serde_json::from_str(&text).context("cargo's metadata")?;
    let names: HashSet<_> = metadata.packages.iter().map(|package| package.name.clone()).collect();
    let packages = metadata.packages.into_iter().map(|package| Package {
        is_guest: package.name != preview::PACKAGE
            && package.targets.iter().any(|target| target.is("cdylib")),
        tests: package
            .targets
            .iter()
            .filter(|target| target.is("test"))
            .map(|target| target.name.clone())
            .collect(),
        folder: package.manifest_path.parent().map(PathBuf::from).unwrap_or_default(),
        dependencies: package
            .dependencies
            .into_iter()
            .map(|dependency| dependency.name)
            .filter(|name| names.contains(name))
            .collect(),
        name: package.name,
    });
    Ok(packages.collect())
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<MetadataPackage>,
}

#[derive(Deserialize)]
struct MetadataPackage {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

impl Target {
    fn is(&self, kind: &str) -> bool {
        self.kind.iter().any(|known| known == kind)
    }
}

#[cfg(test)]
mod tests {
    use connectly_local::workspace;

    use super::*;

    #[tokio::test]
    async fn this_package_is_compiled_for_this_machine_and_is_no_guest() {
        let packages = all().await.unwrap();
        let this = packages.iter().find(|package| package.name == "connectly-build").unwrap();
        assert!(this.is_host() && !this.is_guest());
    }

    #[tokio::test]
    async fn every_component_is_a_guest() {
        let components = workspace::root().join("components");
        let packages = all().await.unwrap();
        let mut in_folder =
            packages.iter().filter(|package| package.folder.starts_with(&components)).peekable();
        assert!(in_folder.peek().is_some());
        assert!(in_folder.all(|package| package.is_guest() && !package.is_host()));
    }
}
