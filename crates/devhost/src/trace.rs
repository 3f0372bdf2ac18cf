//! `--trace-calls`: what each request makes the host do. Off by default, because counting takes longer
//! than most of what it counts.

mod instrument;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde::Serialize;
use wasmtime::{AsContextMut, CallHook, Global, Instance, Store, StoreContextMut};

use self::instrument::{Counters, instrument};
use crate::state::State;

/// The file with a line of JSON for each request.
pub struct TraceFile(Mutex<File>);

/// The counted calls of one component.
pub struct Trace {
    file: Arc<TraceFile>,
    component: String,
    counters: Counters,
}

/// The counts of one instance.
pub struct Ledger {
    trace: Arc<Trace>,
    /// The module's globals, from the one with the current import on.
    globals: Vec<Global>,
    /// The counts when the request came.
    before: Vec<i64>,
    request: Option<String>,
    /// The calls that have not returned, and since when they last.
    open: Vec<(i32, Instant)>,
    /// How long the request's calls took, by import.
    times: Vec<Duration>,
}

/// What a request made the host do.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    component: &'a str,
    request: &'a str,
    calls: BTreeMap<&'a str, Calls>,
    /// What the host copied into memory that it asked the component for.
    bytes_received: i64,
    /// What the component wrote into streams.
    bytes_written: i64,
    /// 0 for a component that was stripped.
    allocations: i64,
}

/// The calls of the imports of one name.
#[derive(Default, Serialize)]
struct Calls {
    count: i64,
    nanoseconds: u128,
}

impl TraceFile {
    /// Makes the file, or empties it.
    pub fn create(path: &Path) -> Result<Arc<Self>> {
        let file =
            File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Arc::new(Self(Mutex::new(file))))
    }

    /// Adds counters to a component.
    pub fn trace(self: &Arc<Self>, id: &str, binary: &[u8]) -> Result<(Vec<u8>, Arc<Trace>)> {
        let (binary, counters) = instrument(binary)?;
        let trace = Trace { file: Arc::clone(self), component: id.to_owned(), counters };
        Ok((binary, Arc::new(trace)))
    }

    fn write(&self, line: &Line<'_>) -> Result<()> {
        let mut text = serde_json::to_string(line)?;
        text.push('\n');
        self.0.lock().unwrap_or_else(PoisonError::into_inner).write_all(text.as_bytes())?;
        Ok(())
    }
}

impl Trace {
    /// Counts what an instance calls from now on.
    pub fn watch(self: &Arc<Self>, store: &mut Store<State>) {
        let instances = store.debug_all_instances();
        let globals = instances.iter().find_map(|instance| self.globals(store, instance));
        let times = vec![Duration::ZERO; self.counters.imports.len()];
        store.data_mut().ledger = Some(Ledger {
            trace: Arc::clone(self),
            globals: globals.unwrap_or_default(),
            before: Vec::new(),
            request: None,
            open: Vec::new(),
            times,
        });
        store.call_hook(|mut store, hook| {
            note(&mut store, hook);
            Ok(())
        });
    }

    /// The globals of the instrumented module, if this is an instance of it.
    fn globals(&self, store: &mut Store<State>, instance: &Instance) -> Option<Vec<Global>> {
        let numbers = self.counters.current..=self.counters.allocations();
        numbers.map(|number| instance.debug_global(&mut *store, number)).collect()
    }
}

/// What a request is called.
pub fn name<B>(request: &http::Request<B>) -> String {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    format!("{} {path}", request.method())
}

/// Begins a request's counts, and writes those of the one before it. That way they include what the
/// instance does after it has answered.
pub fn begin(mut store: StoreContextMut<'_, State>, request: Option<String>) {
    if store.data().ledger.is_none() {
        return;
    }
    end(&mut store);
    let counts = counts(&mut store);
    if let Some(ledger) = &mut store.data_mut().ledger {
        ledger.before = counts;
        ledger.request = request;
        ledger.times.fill(Duration::ZERO);
    }
}

/// Writes the counts of the last request.
pub fn end(mut store: impl AsContextMut<Data = State>) {
    let mut store = store.as_context_mut();
    let Some(ledger) = &mut store.data_mut().ledger else { return };
    let Some(request) = ledger.request.take() else { return };
    let counts = counts(&mut store);
    let Some(ledger) = &store.data().ledger else { return };
    if let Err(error) = ledger.trace.file.write(&ledger.line(&request, &counts)) {
        eprintln!("Warning: a request is missing in the file of --trace-calls: {error:#}");
    }
}

impl Ledger {
    fn line<'a>(&'a self, request: &'a str, counts: &[i64]) -> Line<'a> {
        let Counters { imports, current } = &self.trace.counters;
        let since = |global: u32| {
            counts[(global - current) as usize] - self.before[(global - current) as usize]
        };
        let counters = &self.trace.counters;
        // Several imports may have one name: a future's functions, for two types of futures.
        let mut calls: BTreeMap<_, Calls> = BTreeMap::new();
        for (number, name) in imports.iter().enumerate() {
            let count = since(counters.calls(number));
            if count > 0 {
                let calls = calls.entry(name.as_str()).or_default();
                calls.count += count;
                calls.nanoseconds += self.times[number].as_nanos();
            }
        }
        Line {
            component: &self.trace.component,
            request,
            calls,
            bytes_received: since(counters.bytes()),
            bytes_written: since(counters.written()),
            allocations: since(counters.allocations()),
        }
    }
}

fn counts(store: &mut StoreContextMut<'_, State>) -> Vec<i64> {
    let globals = store.data().ledger.as_ref().map(|ledger| ledger.globals.clone());
    globals
        .unwrap_or_default()
        .into_iter()
        .map(|global| {
            let value = global.get(&mut *store);
            value.i64().or(value.i32().map(i64::from)).unwrap_or_default()
        })
        .collect()
}

/// Notes that a host function is entered or left.
fn note(store: &mut StoreContextMut<'_, State>, hook: CallHook) {
    let Some(ledger) = &store.data().ledger else { return };
    match hook {
        CallHook::CallingHost => {
            let Some(&current) = ledger.globals.first() else { return };
            let import = current.get(&mut *store).i32().unwrap_or(instrument::NO_IMPORT);
            if let Some(ledger) = &mut store.data_mut().ledger {
                ledger.open.push((import, Instant::now()));
            }
        }
        CallHook::ReturningFromHost => {
            let Some(ledger) = &mut store.data_mut().ledger else { return };
            let Some((import, begin)) = ledger.open.pop() else { return };
            let import = usize::try_from(import).ok();
            if let Some(time) = import.and_then(|import| ledger.times.get_mut(import)) {
                *time += begin.elapsed();
            }
        }
        CallHook::CallingWasm | CallHook::ReturningFromWasm => {}
    }
}
