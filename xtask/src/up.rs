//! `cargo xtask up`: the application, served on this machine.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use anyhow::{Result, bail};
use clap::Args;
use connectly_build::toolchain::{GuestArgs, Toolchain};
use connectly_build::{frontend, guests, preview};
use connectly_local::host::{Host, Setup};
use connectly_local::project_database::ProjectDatabase;
use connectly_local::runtime::{self, Runtime};
use connectly_local::settings::Settings;
use connectly_local::stop_signal::StopSignal;
use connectly_local::supervised::Supervised;
use connectly_local::wasi::Wasi;
use connectly_local::{components, listener, postgres, report, workspace};

use crate::watch::Watcher;

/// Serve the application, and get and build what is missing
///
/// Starts the project's own Postgres, unless DATABASE_URL names another one, and applies the
/// migrations. The first run writes secrets to `.env`. Ctrl-C stops everything. The data stays in
/// `.data`.
#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask up\n  \
                        cargo xtask up --watch\n  \
                        cargo xtask up --listen 0.0.0.0:8080 --runtime spin\n  \
                        DATABASE_URL=postgres://me:secret@db.example/connectly cargo xtask up")]
pub struct Options {
    /// Serve on this address
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Run on this host [default: spin where the PATH has 4.1 or newer, else devhost]
    #[arg(long, value_name = "NAME")]
    runtime: Option<runtime::Choice>,
    /// Build for this version of WASI, for an older Spin
    #[arg(long, value_enum, value_name = "VERSION", default_value = "0.3")]
    wasi: Wasi,
    /// Let everybody read without an account (`public_reads`)
    #[arg(long)]
    public: bool,
    /// Rebuild and restart what you change, with Vite's hot reload for the frontend
    #[arg(long)]
    watch: bool,
    /// Accepted for compatibility: the guests are always built optimised
    #[arg(long)]
    release: bool,
    #[command(flatten)]
    guests: GuestArgs,
}

/// Gets what is missing, builds, migrates and serves until it is told to stop or something fails.
pub async fn run(mut options: Options) -> Result<()> {
    let mut stop = StopSignal::new()?;
    if options.listen.port() == 0 {
        options.listen.set_port(postgres::free_port()?);
    }
    // Dropping an interrupted start stops what it has started.
    let mut application = tokio::select! {
        application = Application::start(&options) => application?,
        () = stop.received() => return Ok(()),
    };
    println!("Serving http://{} (runtime: {})", options.listen, application.runtime);
    let result = tokio::select! {
        result = application.go_on() => result,
        () = stop.received() => Ok(()),
    };
    report::step("Stopping");
    application.stop().await;
    result
}

/// Everything that runs. What uses something else is declared before it, and so dropped before it.
struct Application {
    watched: Option<Watched>,
    /// `None` after a change with which the host doesn't start.
    host: Option<Host>,
    database: ProjectDatabase,
    runtime: Runtime,
    toolchain: Toolchain,
    settings: Settings,
    /// Whether everybody may read, whatever the settings say.
    is_public: bool,
    /// Where the host listens.
    listen: SocketAddr,
}

/// What `--watch` adds: Vite in front of the host, and a watcher of the other sources.
struct Watched {
    vite: Supervised,
    watcher: Watcher,
}

impl Application {
    async fn start(options: &Options) -> Result<Self> {
        listener::ensure_free(options.listen)?;
        // Before minutes of building.
        components::with_database()?;
        let toolchain = Toolchain::prepare(options.guests.toolchain).await?;
        guests::build_quickly(&toolchain, options.wasi).await?;
        frontend::build(&toolchain).await?;
        let runtime = Runtime::prepare(options.runtime, options.wasi).await?;
        report::step("Starting the database");
        let database = ProjectDatabase::open().await?;
        // Only now does `.env` have the database's address.
        let settings = Settings::read()?;
        let mut application = Self {
            watched: None,
            host: None,
            database,
            runtime,
            toolchain,
            settings,
            is_public: options.public,
            listen: options.listen,
        };
        if options.watch {
            let watcher = Watcher::new(workspace::root())?;
            application.listen =
                SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), postgres::free_port()?);
            application.start_host().await?;
            report::step("Starting Vite in front of it");
            let public_reads = application.settings.variable("public_reads");
            let public_reads = options.public || public_reads.is_some_and(|value| value == "true");
            let vite = frontend::serve(options.listen, application.listen, public_reads).await?;
            application.watched = Some(Watched { vite, watcher });
        } else {
            application.start_host().await?;
        }
        Ok(application)
    }

    /// Migrates the database and starts the host.
    async fn start_host(&mut self) -> Result<()> {
        for file in self.database.migrate().await? {
            report::note(format_args!("applied migrations/{file}"));
        }
        report::step(format_args!("Starting the application on {}", self.runtime));
        let mut setup = Setup::new(self.runtime.wasi, self.listen);
        let from_file = self.settings.variables();
        setup.environment.extend(from_file.map(|(name, value)| (name.clone(), value.clone())));
        setup.variables = self.database.variables();
        if self.is_public {
            setup.set("public_reads", "true");
        }
        let host = Host::start(&self.runtime.program, &setup).await?;
        host.show_output();
        self.host = Some(host);
        Ok(())
    }

    /// Runs until something ends that should not, and meanwhile rebuilds what changes.
    async fn go_on(&mut self) -> Result<()> {
        loop {
            self.changed().await?;
            if let Err(error) = self.rebuild().await {
                report::step(format_args!("{error:#}\n==> Waiting for the next change"));
            }
        }
    }

    /// Waits until the sources change, or until something ends that should keep running.
    async fn changed(&mut self) -> Result<()> {
        let database = async {
            match self.database.cluster() {
                Some(cluster) => cluster.ended().await,
                None => std::future::pending().await,
            }
        };
        let host = async {
            match &mut self.host {
                Some(host) => host.ended().await,
                None => std::future::pending().await,
            }
        };
        let watched = async {
            match &mut self.watched {
                Some(Watched { vite, watcher }) => tokio::select! {
                    status = vite.child().wait() => bail!("Vite ended ({status:?})"),
                    change = watcher.changed() => change,
                },
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            status = host => bail!("the host ended ({status}); its last output is above"),
            log = database => bail!("Postgres ended; its log says:\n{log}"),
            change = watched => change,
        }
    }

    /// Builds the guests, and then restarts the host.
    async fn rebuild(&mut self) -> Result<()> {
        guests::build_quickly(&self.toolchain, self.runtime.wasi).await?;
        preview::build(&self.toolchain).await?;
        if let Some(host) = self.host.take() {
            host.stop().await;
        }
        self.start_host().await?;
        report::note("serving the new version");
        Ok(())
    }

    async fn stop(self) {
        if let Some(watched) = self.watched {
            watched.vite.stop().await;
        }
        if let Some(host) = self.host {
            host.stop().await;
        }
        self.database.shut_down().await;
    }
}
