//! Loads a component: compiles it, checks it, and links it with what this host offers.

use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};
use wasmtime_wasi_http::p3::bindings::ServicePre;

use crate::state::State;
use crate::{postgres, state, variables_host};

/// Compiles and links a component in advance, so that an instance costs little.
pub fn load(engine: &Engine, id: &str, file: &Path) -> Result<ServicePre<State>> {
    let file_name = file.display();
    ensure!(
        file.exists(),
        "component {id:?}: {file_name} does not exist; build it first (cargo xtask build)"
    );
    let component = Component::from_file(engine, file)
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

fn check_exports(engine: &Engine, component: &Component) -> Result<()> {
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
