//! A component of the application: loaded, checked and linked with what this host offers.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use tokio::sync::Semaphore;
use wasmtime::Engine;
use wasmtime::component::{self, Linker};
use wasmtime_wasi_http::p3::bindings::ServicePre;

use crate::allowed_hosts::AllowedHosts;
use crate::manifest;
use crate::postgres::{self, Postgres};
use crate::state::State;
use crate::variables::{Values, expand};
use crate::{state, variables_host};

/// What all instances of a component have in common.
pub struct Component {
    /// Its id in the manifest.
    pub id: String,
    /// What the manifest says it is for.
    pub description: String,
    /// Its variables with their values.
    pub variables: HashMap<String, String>,
    /// The folders that it sees, and where it finds them.
    pub folders: Vec<(PathBuf, String)>,
    /// Its way to Postgres.
    pub postgres: Postgres,
    /// Whether its output is thrown away.
    pub quiet: bool,
}

impl Component {
    /// Resolves what the manifest says of a component.
    pub fn new(
        id: &str,
        manifest: &manifest::Component,
        values: &Values,
        permits: Option<Arc<Semaphore>>,
        quiet: bool,
    ) -> Result<Self> {
        let variables = manifest
            .variables
            .iter()
            .map(|(name, template)| {
                let value = expand(template, values)
                    .with_context(|| format!("component.{id}.variables.{name}"))?;
                Ok((name.clone(), value))
            })
            .collect::<Result<_>>()?;
        let allowed = AllowedHosts::new(&manifest.allowed_outbound_hosts, values)
            .with_context(|| format!("component.{id}.allowed_outbound_hosts"))?;
        Ok(Self {
            id: id.to_owned(),
            description: manifest.description.clone(),
            variables,
            folders: folders(&manifest.files).with_context(|| format!("component.{id}.files"))?,
            postgres: Postgres::new(allowed, permits),
            quiet,
        })
    }
}

/// The folders of `files`, each of which must be there.
fn folders(files: &[manifest::Files]) -> Result<Vec<(PathBuf, String)>> {
    let mut folders = Vec::new();
    for files in files {
        if let manifest::Files::Folder(manifest::Folder { source, destination }) = files {
            ensure!(
                source.is_dir(),
                "{} is not a folder; build it first (cargo xtask build)",
                source.display()
            );
            folders.push((source.clone(), destination.clone()));
        }
    }
    Ok(folders)
}

/// Compiles a component and links it, so that an instance costs little.
pub fn load(engine: &Engine, id: &str, file: &Path) -> Result<ServicePre<State>> {
    let file_name = file.display();
    ensure!(
        file.exists(),
        "component {id:?}: {file_name} does not exist; build it first (cargo xtask build)"
    );
    let component = component::Component::from_file(engine, file)
        .map_err(anyhow::Error::from)
        .with_context(|| format!("component {id:?}: {file_name} is not a component"))?;
    check_exports(engine, &component).with_context(|| format!("component {id:?}"))?;
    let linked = linker(engine)?
        .instantiate_pre(&component)
        .and_then(ServicePre::new)
        .map_err(anyhow::Error::from);
    linked.with_context(|| {
        format!("component {id:?} needs what the development host does not have; use Spin")
    })
}

fn linker(engine: &Engine) -> Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    // The standard library of a WASI 0.3 component still imports some of WASI 0.2.
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    wasmtime_wasi::p3::add_to_linker(&mut linker)?;
    wasmtime_wasi_http::p3::add_to_linker(&mut linker)?;
    variables_host::add_to_linker(&mut linker, state::variables)?;
    postgres::add_to_linker(&mut linker, state::postgres)?;
    Ok(linker)
}

fn check_exports(engine: &Engine, component: &component::Component) -> Result<()> {
    let ty = component.component_type();
    let exports: Vec<_> = ty.exports(engine).map(|(name, _)| name).collect();
    let has = |prefix: &str| exports.iter().any(|name| name.starts_with(prefix));
    if has("wasi:http/handler@0.3") {
        return Ok(());
    }
    if has("wasi:http/incoming-handler@") {
        bail!(
            "a component for WASI 0.2; the development host runs those for WASI 0.3 \
             (spin-sdk 7 or newer); use Spin"
        );
    }
    bail!("does not export wasi:http/handler@0.3, so it cannot answer HTTP");
}
