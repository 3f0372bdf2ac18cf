//! The development host: runs the project's `spin.toml` where the `spin` CLI is not installed.
//!
//! It imitates Spin strictly, and refuses what it doesn't support. `README.md` lists the
//! differences. In reading order: the options (here), the manifest and what it stands for, a
//! component and its instances, the server, Postgres.

mod manifest;
mod runtime_config;
mod strict_toml;

mod allowed_hosts;
mod routes;
mod variables;

mod component;
mod engine;
mod guest;
mod instances;
mod link;
mod state;
mod trace;

mod headers;
mod server;

mod bindings;
mod connection;
mod postgres;
mod variables_host;

use std::collections::{BTreeSet, HashMap};
use std::io::{ErrorKind, Write};
use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use clap::Parser;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;
use wasmtime_wasi_http::handler::ProxyHandler;

use crate::component::Component;
use crate::instances::{Instances, Reuse};
use crate::manifest::Manifest;
use crate::postgres::Release;
use crate::routes::Router;
use crate::runtime_config::RuntimeConfig;
use crate::server::{Info, Server};
use crate::trace::TraceFile;
use crate::variables::Sources;

/// Runs the project's Spin application on wasmtime, for development and tests.
#[derive(Parser)]
#[command(name = "connectly-devhost", version)]
enum Command {
    /// Start the application, as `spin up` does
    Up(Up),
}

/// The options of `spin up` that the project uses, by the same names.
#[derive(clap::Args)]
struct Up {
    /// The manifest, or the folder with spin.toml in it
    #[arg(short = 'f', long = "from", value_name = "FILE", default_value = "spin.toml")]
    from: PathBuf,
    /// Address to listen on; port 0 takes a free one
    #[arg(
        long,
        value_name = "ADDRESS",
        env = "SPIN_HTTP_LISTEN_ADDR",
        default_value = "127.0.0.1:3000",
        value_parser = parse_address
    )]
    listen: SocketAddr,
    /// The host's side of the configuration
    #[arg(long, value_name = "FILE", env = "RUNTIME_CONFIG_FILE")]
    runtime_config_file: Option<PathBuf>,
    /// Set a variable of the application; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = variables::parse_assignment)]
    variable: Vec<(String, String)>,
    /// Accepted for compatibility with Spin: this host keeps no state
    #[arg(long, value_name = "FOLDER")]
    state_dir: Option<PathBuf>,
    /// Discard what components print
    #[arg(short, long)]
    quiet: bool,
    /// Ignore the cache of compiled components
    #[arg(long, env = "DISABLE_WASMTIME_CACHE", value_parser = clap::builder::BoolishValueParser::new())]
    disable_cache: bool,
    /// The release of Spin that components for WASI 0.2 are to find; an option of this host alone
    #[arg(long, value_enum, value_name = "RELEASE", env = "CONNECTLY_DEVHOST_IMITATES")]
    #[arg(default_value = "4.0")]
    imitate: Release,
    /// Write what each request makes the host do, as a line of JSON; an option of this host alone
    #[arg(long, value_name = "FILE", env = "CONNECTLY_DEVHOST_TRACE_CALLS")]
    trace_calls: Option<PathBuf>,
    #[command(flatten)]
    reuse: Reuse,
}

#[tokio::main]
async fn main() {
    let Command::Up(options) = Command::parse();
    let code = match up(options).await {
        Ok(()) => 0,
        Err(error) => {
            eprintln!("Error: {error:#}");
            1
        }
    };
    // Doesn't return, because that would tear down the idle instances, and each would log a
    // complaint.
    std::process::exit(code)
}

async fn up(options: Up) -> Result<()> {
    let server = load(&options)?;
    let stop = stop_signal()?;
    let listener = TcpListener::bind(options.listen).await.map_err(|error| {
        let address = options.listen;
        match error.kind() {
            ErrorKind::AddrInUse => {
                anyhow!("{address} is already in use; choose another with --listen")
            }
            _ => anyhow!("cannot listen on {address}: {error}"),
        }
    })?;
    announce(&server, listener.local_addr()?)?;
    server.serve(listener, stop).await
}

/// Reads the files and prepares every component, so that errors show at the start.
fn load(options: &Up) -> Result<Server> {
    let mut path = options.from.clone();
    if path.is_dir() {
        path.push("spin.toml");
    }
    let manifest = Manifest::load(&path)?;
    let config = RuntimeConfig::load(options.runtime_config_file.as_deref())?;
    let in_manifest = || format!("cannot use {}", path.display());
    let values = Sources::new(options.variable.clone())?.resolve(&manifest.variables)?;
    let router = Router::new(&manifest.trigger.http).with_context(in_manifest)?;
    let permits = config.outbound_pg.max_connections.map(|limit| Arc::new(Semaphore::new(limit)));

    let traces = options.trace_calls.as_deref().map(TraceFile::create).transpose()?;
    let engine = engine::new(!options.disable_cache, traces.is_some())?;
    let mut components = HashMap::new();
    let used: BTreeSet<_> = router.routes().map(|route| &route.component).collect();
    for id in used {
        let declared = &manifest.components[id];
        let component =
            Component::new(id, declared, &values, permits.clone(), options.imitate, options.quiet)
                .with_context(in_manifest)?;
        let (service, trace) = link::load(&engine, id, &declared.source, traces.as_ref())?;
        let component = Arc::new(component);
        let instances = Instances::new(component, engine.clone(), service, options.reuse, trace);
        components.insert(id.clone(), ProxyHandler::new(instances));
    }
    let info = Info {
        name: manifest.application.name.clone(),
        version: manifest.application.version.clone(),
    };
    Ok(Server { info, router, components })
}

/// Prints the application's address in Spin's words, which tools wait for.
fn announce(server: &Server, address: SocketAddr) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nServing http://{address}\nAvailable Routes:")?;
    for route in server.router.routes() {
        let component = &server.components[&route.component].state().component;
        writeln!(out, "  {}: http://{address}{route}", component.id)?;
        if !component.description.is_empty() {
            writeln!(out, "    {}", component.description)?;
        }
    }
    Ok(out.flush()?)
}

/// Completes when the host is told to stop, by Ctrl-C or otherwise.
fn stop_signal() -> Result<impl Future<Output = ()>> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Parses `host:port`. If there are several addresses, takes the one that Spin prefers.
fn parse_address(text: &str) -> Result<SocketAddr> {
    let addresses: Vec<_> = text.to_socket_addrs()?.collect();
    let local = addresses.iter().find(|address| address.ip() == Ipv4Addr::LOCALHOST);
    let address = local.or(addresses.first());
    address.copied().with_context(|| format!("{text:?} is not an address"))
}
