//! `cargo xtask up`: the application, served on this machine.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use anyhow::{Result, bail};
use clap::Args;
use connectly_build::toolchain::{GuestArgs, Toolchain};
use connectly_build::{frontend, guests};
use connectly_local::host::{Host, Setup};
use connectly_local::project_database::ProjectDatabase;
use connectly_local::runtime::{self, Runtime};
use connectly_local::settings::Settings;
use connectly_local::stop_signal::StopSignal;
use connectly_local::supervised::Supervised;
use connectly_local::{components, listener, postgres, report, workspace};

use crate::watch::Watcher;

/// Serve the application, getting and building what is missing
///
/// Starts a Postgres of the project's own, unless DATABASE_URL names another; applies the
/// migrations; writes secrets to `.env` on the first run. Ctrl-C stops all of it. The data
/// stays in `.data`.
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
    /// Build and start anew what is changed, with Vite's hot reload for the frontend
    #[arg(long)]
    watch: bool,
    /// Build the guests optimised; they always are
    #[arg(long)]
    release: bool,
    #[command(flatten)]
    guests: GuestArgs,
}

/// Gets what is missing, builds, migrates and serves, until it is asked to stop or
/// something fails.
pub async fn run(mut options: Options) -> Result<()> {
    let mut stop = StopSignal::new()?;
    if options.listen.port() == 0 {
        options.listen.set_port(postgres::free_port()?);
    }
    // A start that is broken off stops what it has started when it is dropped.
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

/// All that runs. What uses something else is declared, and so dropped, before it.
struct Application {
    watched: Option<Watched>,
    /// None after a change that it does not start with.
    host: Option<Host>,
    database: ProjectDatabase,
    runtime: Runtime,
    toolchain: Toolchain,
    settings: Settings,
    /// Where the host listens.
    listen: SocketAddr,
}

/// What `--watch` adds: Vite in front of the host, and an eye on the sources of the rest.
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
        guests::build_quickly(&toolchain).await?;
        frontend::build().await?;
        let runtime = Runtime::prepare(options.runtime).await?;
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
            listen: options.listen,
        };
        if options.watch {
            let watcher = Watcher::new(workspace::root())?;
            application.listen =
                SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), postgres::free_port()?);
            application.start_host().await?;
            report::step("Starting Vite in front of it");
            let public_reads = application.settings.variable("public_reads");
            let public_reads = public_reads.is_some_and(|value| value == "true");
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
        let mut setup = Setup::new(self.listen);
        let from_file = self.settings.variables();
        setup.environment.extend(from_file.map(|(name, value)| (name.clone(), value.clone())));
        setup.variables = self.database.variables();
        let host = Host::start(&self.runtime.program, &setup).await?;
        host.show_output();
        self.host = Some(host);
        Ok(())
    }

    /// Goes on until something ends that should not, and meanwhile builds what was changed.
    async fn go_on(&mut self) -> Result<()> {
        loop {
            self.changed().await?;
            if let Err(error) = self.rebuild().await {
                report::step(format_args!("{error:#}\n==> Waiting for the next change"));
            }
        }
    }

    /// Waits for a change of the sources, or until something ends that should go on.
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
            status = host => bail!("the host ended ({status}); its last words are above"),
            log = database => bail!("Postgres ended; its log says:\n{log}"),
            change = watched => change,
        }
    }

    /// Builds the guests, and starts the host anew once they are built.
    async fn rebuild(&mut self) -> Result<()> {
        guests::build_quickly(&self.toolchain).await?;
        if let Some(host) = self.host.take() {
            host.stop().await;
        }
        self.start_host().await?;
        report::note("serving what was changed");
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
