//! The operations of the bench as native code: what this machine can do without WebAssembly and a
//! host. The statements, types, checks and tokens are Connectly's. Only the way they run differs, and
//! the template of a page, which can't be taken from its component.

mod app;
mod database;
#[path = "../../../components/web/src/icon.rs"]
mod icon;
mod page;
mod template;
mod with_sqlx;
mod with_tokio_postgres;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::thread;

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use connectly_auth::TokenKey;
use tokio::net::TcpListener;
use tokio::runtime;

use crate::page::Built;
use crate::with_sqlx::WithSqlx;
use crate::with_tokio_postgres::WithTokioPostgres;

#[derive(Parser)]
struct Options {
    /// The driver for Postgres
    #[arg(long)]
    driver: Driver,
    /// Address to listen on
    #[arg(long)]
    listen: SocketAddr,
    /// Connections of the pool
    #[arg(long, default_value_t = 28)]
    connections: u32,
    /// The built page for readers
    #[arg(long)]
    page: PathBuf,
    /// The database
    #[arg(long, env)]
    database_url: String,
    /// The secret of the tokens
    #[arg(long, env)]
    jwt_secret: String,
}

#[derive(Clone, Copy, ValueEnum)]
enum Driver {
    Sqlx,
    TokioPostgres,
}

fn main() -> Result<()> {
    // Passwords are hashed on blocking threads, in 19 MB of memory each. On tokio's default of 512
    // threads the allocator keeps that much per thread, and hashing waits for the kernel's pages;
    // more threads than cores hash nothing sooner.
    let cores = thread::available_parallelism().context("cannot tell the number of cores")?;
    let runtime = runtime::Builder::new_multi_thread()
        .enable_all()
        .max_blocking_threads(cores.get())
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(serve(Options::parse()))
}

async fn serve(options: Options) -> Result<()> {
    let key = TokenKey::new(options.jwt_secret.as_bytes())
        .map_err(|weak| anyhow::anyhow!("the secret has only {} bytes", weak.length))?;
    let built = Built::read(&options.page)?;
    let (url, connections) = (&options.database_url, options.connections);
    let router = match options.driver {
        Driver::Sqlx => app::router(WithSqlx::open(url, connections).await?, key, built),
        Driver::TokioPostgres => {
            app::router(WithTokioPostgres::open(url, connections)?, key, built)
        }
    };
    let listener = TcpListener::bind(options.listen).await.context("cannot listen")?;
    axum::serve(listener, router).await.context("cannot serve")
}
