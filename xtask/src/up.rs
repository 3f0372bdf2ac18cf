//! `cargo xtask up`: the application, served on this machine.

use std::net::SocketAddr;

use anyhow::{Result, bail};

use crate::database::VARIABLES;
use crate::host::Host;
use crate::project_database::ProjectDatabase;
use crate::runtime::{self, Runtime};
use crate::settings::{self, Settings};
use crate::stop_signal::StopSignal;
use crate::toolchain::{self, Toolchain};
use crate::{frontend, guests, listener, migrate, postgres, report};

/// What a person can choose.
#[derive(Debug)]
pub struct Options {
    /// The address to serve on; port 0 stands for any that is free.
    pub listen: SocketAddr,
    /// The host.
    pub runtime: Option<runtime::Choice>,
    /// The compiler of the guests.
    pub guest_toolchain: Option<toolchain::Choice>,
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
        result = application.failed() => result,
        () = stop.received() => Ok(()),
    };
    report::step("Stopping");
    application.stop().await;
    result
}

/// All that runs. The host is declared, and so dropped, before the database it uses.
struct Application {
    runtime: Runtime,
    host: Host,
    database: ProjectDatabase,
}

impl Application {
    async fn start(options: &Options) -> Result<Self> {
        listener::ensure_free(options.listen)?;
        let toolchain = Toolchain::prepare(options.guest_toolchain).await?;
        guests::build(&toolchain).await?;
        frontend::build().await?;
        let runtime = Runtime::prepare(options.runtime).await?;
        let settings = Settings::update(Settings::ensure_jwt_secret).await?;
        report::step("Starting the database");
        let database = ProjectDatabase::open().await?;
        for file in migrate::run(&database.address.url()?).await? {
            report::note(format_args!("applied migrations/{file}"));
        }
        report::step(format_args!("Starting the application on {runtime}"));
        let variables = variables(&settings, &database);
        let host = Host::start(&runtime, options.listen, variables).await?;
        Ok(Self { runtime, host, database })
    }

    /// Waits until something ends that should go on.
    async fn failed(&mut self) -> Result<()> {
        let database = async {
            match self.database.cluster() {
                Some(cluster) => cluster.ended().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            status = self.host.ended() => bail!("the host ended ({status}); its last words are above"),
            log = database => bail!("Postgres ended; its log says:\n{log}"),
        }
    }

    async fn stop(self) {
        self.host.stop().await;
        self.database.shut_down().await;
    }
}

/// The host's variables: those of `.env`, and where the database is.
fn variables(settings: &Settings, database: &ProjectDatabase) -> Vec<(String, String)> {
    let from_file = settings.variables().map(|(name, value)| (name.clone(), value.clone()));
    let names = VARIABLES.iter().map(|name| settings::env_name(name));
    from_file.chain(names.zip(database.address.values())).collect()
}
