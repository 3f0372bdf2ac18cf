//! Loads a component: compiles it, checks it, and links it with what this host offers.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use wasmparser::Parser;
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};
use wasmtime_wasi_http::handler::ProxyPre;
use wasmtime_wasi_http::{p2, p3};

use crate::guest::{self, Wasi};
use crate::state::State;
use crate::trace::{Trace, TraceFile};
use crate::{postgres, state, variables_host};

/// Compiles and links a component in advance, so that an instance costs little.
/// With `traces`, its calls are counted.
pub fn load(
    engine: &Engine,
    id: &str,
    file: &Path,
    traces: Option<&Arc<TraceFile>>,
) -> Result<(ProxyPre<State>, Option<Arc<Trace>>)> {
    let file_name = file.display();
    ensure!(
        file.exists(),
        "component {id:?}: {file_name} does not exist; build it first (cargo xtask build)"
    );
    let mut binary = std::fs::read(file).with_context(|| file_name.to_string())?;
    let not_a_component = || format!("component {id:?}: {file_name} is not a component");
    ensure!(Parser::is_component(&binary), not_a_component());
    let wasi = Wasi::of(&binary).with_context(|| format!("component {id:?}"))?;
    if wasi == Wasi::V0_3Candidate {
        binary = guest::from_candidate(&binary).with_context(not_a_component)?;
    }
    let mut trace = None;
    if let Some(traces) = traces {
        (binary, trace) = traces
            .trace(id, &binary)
            .map(|(binary, trace)| (binary, Some(trace)))
            .with_context(|| format!("component {id:?} cannot be traced"))?;
    }
    let component = Component::from_binary(engine, &binary)
        .map_err(anyhow::Error::from)
        .with_context(not_a_component)?;
    let service =
        link(engine, wasi, &component).map_err(anyhow::Error::from).with_context(|| {
            format!("component {id:?} needs what the development host does not have; use Spin")
        })?;
    Ok((service, trace))
}

fn link(engine: &Engine, wasi: Wasi, component: &Component) -> wasmtime::Result<ProxyPre<State>> {
    let mut linker = Linker::new(engine);
    // The standard library of a component for WASI 0.3 still imports some of WASI 0.2.
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    postgres::add_to_linker(&mut linker, state::postgres)?;
    match wasi {
        Wasi::V0_2 => {
            p2::add_only_http_to_linker_async(&mut linker)?;
            variables_host::add_blocking_to_linker(&mut linker, state::variables)?;
            p2::bindings::ProxyPre::new(linker.instantiate_pre(component)?).map(ProxyPre::P2)
        }
        Wasi::V0_3Candidate | Wasi::V0_3 => {
            wasmtime_wasi::p3::add_to_linker(&mut linker)?;
            p3::add_to_linker(&mut linker)?;
            variables_host::add_to_linker(&mut linker, state::variables)?;
            p3::bindings::ServicePre::new(linker.instantiate_pre(component)?).map(ProxyPre::P3)
        }
    }
}
