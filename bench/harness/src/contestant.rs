//! The contestants, and their programs.

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use connectly_build::toolchain::{self, Toolchain};
use connectly_build::{frontend, guests, node};
use connectly_local::host::Setup;
use connectly_local::report::{note, step};
use connectly_local::runtime::{self, Runtime};
use connectly_local::wasi::Wasi;
use connectly_local::{manifest, process, workspace};
use serde::{Deserialize, Serialize};
use tokio::process::Command;

use crate::access::Access;
use crate::files::folder;
use crate::plan::Scenario;

/// The guest that only says hello.
const HELLO: &str = "connectly-bench-hello";
const NATIVE: &str = "connectly-bench-native";

/// What is in the name of a contestant that is built for an older version of WASI.
pub const OLDER_WASI: &str = "-wasi-";

/// One of the compared servers.
#[derive(Clone, Debug)]
pub struct Contestant {
    /// The name in the tables.
    pub name: String,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// Connectly.
    Application { host: PathBuf, wasi: Wasi, variables: Vec<(String, String)> },
    /// A host with the guest that only says hello.
    Ceiling { host: PathBuf },
    /// The original stack.
    Original(Platform),
    /// The machine's limit.
    Native { program: PathBuf, driver: &'static str },
}

#[derive(Clone, Copy, Debug)]
enum Platform {
    Node,
    Wrangler,
    Workerd,
}

impl Contestant {
    pub fn is_ceiling(&self) -> bool {
        matches!(self.kind, Kind::Ceiling { .. })
    }

    /// Whether it checks only the signature of a token.
    pub fn trusts_signatures(&self) -> bool {
        matches!(self.kind, Kind::Original(_))
    }

    /// Whether it runs in instances, of which there may be many.
    pub fn has_instances(&self) -> bool {
        matches!(self.kind, Kind::Application { .. })
    }

    /// Whether it is measured only if it's named, so that the other runs stay short.
    pub fn is_optional(&self) -> bool {
        matches!(self.kind, Kind::Application { wasi, .. } if wasi != Wasi::default())
    }

    /// Whether it takes part in a scenario. No Argon2 runs on workerd: it has no native
    /// modules, and compiles no WebAssembly that does not come with the worker.
    pub fn can(&self, scenario: Scenario) -> bool {
        match self.kind {
            Kind::Ceiling { .. } => scenario == Scenario::Read,
            Kind::Original(Platform::Wrangler | Platform::Workerd) => scenario != Scenario::SignIn,
            _ => true,
        }
    }

    /// Like `command`, with options for its host.
    pub fn command_with(
        &self,
        listen: SocketAddr,
        access: &Access,
        options: &[&str],
    ) -> Result<Command> {
        let mut command = self.command(listen, access)?;
        command.args(options);
        Ok(command)
    }

    /// The command that starts one of several hosts of the application, with changes.
    pub fn one_of_many(
        &self,
        listen: SocketAddr,
        access: &Access,
        change: impl FnOnce(&mut Setup),
    ) -> Result<Command> {
        let Kind::Application { host, wasi, variables } = &self.kind else {
            bail!("{} is not the application", self.name);
        };
        let mut setup = application(*wasi, listen, access, variables)?;
        change(&mut setup);
        Ok(setup.command(host))
    }

    /// The command that starts it.
    fn command(&self, listen: SocketAddr, access: &Access) -> Result<Command> {
        match &self.kind {
            Kind::Application { host, wasi, variables } => {
                Ok(application(*wasi, listen, access, variables)?.command(host))
            }
            Kind::Ceiling { host } => {
                let mut setup = Setup::new(Wasi::default(), listen);
                setup.manifest = "bench/hello/spin.toml".into();
                setup.runtime_config = None;
                setup.state = Some(folder().join("state"));
                Ok(setup.command(host))
            }
            Kind::Original(Platform::Node) => {
                let mut node = process::command("node");
                node.current_dir(original()).arg("dist/node.js");
                node.env("DATABASE_URL", &access.url).env("JWT_SECRET", &access.jwt_secret);
                node.env("PORT", listen.port().to_string()).env("NODE_ENV", "production");
                Ok(node)
            }
            Kind::Original(Platform::Wrangler) => {
                let mut wrangler = process::command("node");
                wrangler.current_dir(original()).arg("node_modules/wrangler/bin/wrangler.js");
                wrangler.args(["dev", "--ip", "127.0.0.1", "--port", &listen.port().to_string()]);
                wrangler.args(["--inspector-port", "0", "--show-interactive-dev-session=false"]);
                wrangler.args(["--log-level", "error"]);
                wrangler.args(["--var", &format!("DATABASE_URL:{}", access.url)]);
                wrangler.args(["--var", &format!("JWT_SECRET:{}", access.jwt_secret)]);
                // Sends no telemetry.
                wrangler.env("WRANGLER_SEND_METRICS", "false");
                wrangler.env("CLOUDFLARE_CF_FETCH_ENABLED", "false").env("CI", "true");
                Ok(wrangler)
            }
            Kind::Original(Platform::Workerd) => {
                let mut workerd = process::command(original().join("node_modules/.bin/workerd"));
                workerd.current_dir(original());
                workerd
                    .args(["serve", "dist/workerd.capnp", "--socket-addr"])
                    .arg(format!("http={listen}"));
                workerd.env("DATABASE_URL", &access.url).env("JWT_SECRET", &access.jwt_secret);
                Ok(workerd)
            }
            Kind::Native { program, driver } => {
                let mut native = process::command(program);
                native.args(["--driver", driver, "--listen", &listen.to_string()]);
                native.env("DATABASE_URL", &access.url).env("JWT_SECRET", &access.jwt_secret);
                Ok(native)
            }
        }
    }
}

fn connectly_on(host: &Runtime, wasi: Wasi) -> Contestant {
    let name = match wasi {
        Wasi::V0_3 => format!("connectly-{}", host.name()),
        _ => format!("connectly-{}{OLDER_WASI}{}", host.name(), wasi.name()),
    };
    // The load comes from one address and one account.
    let variables = manifest::limits_off().unwrap_or_default();
    let kind = Kind::Application { host: host.program.clone(), wasi, variables };
    Contestant { name, kind }
}

/// The application with this database.
fn application(
    wasi: Wasi,
    listen: SocketAddr,
    access: &Access,
    variables: &[(String, String)],
) -> Result<Setup> {
    let mut setup = Setup::for_tests(wasi, &access.address()?)?;
    setup.listen = listen;
    setup.state = Some(folder().join("state"));
    setup.set("jwt_secret", &access.jwt_secret);
    setup.variables.extend(variables.iter().cloned());
    Ok(setup)
}

/// The original stack.
pub fn original() -> PathBuf {
    workspace::root().join("bench/original")
}

/// All programs, ready to run.
#[derive(Debug)]
pub struct Programs {
    hosts: Vec<Runtime>,
    native: PathBuf,
}

/// A component of the application.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ComponentSize {
    pub name: String,
    pub bytes: u64,
}

impl Programs {
    /// Builds what is missing; the application for older versions of WASI only if it's wanted.
    pub async fn prepare(guest_toolchain: Option<toolchain::Choice>, older: bool) -> Result<Self> {
        let toolchain = Toolchain::prepare(guest_toolchain).await?;
        // Built separately, because its features differ from the application's.
        guests::build_package(&toolchain, HELLO).await?;
        for wasi in Wasi::ALL {
            if wasi == Wasi::default() || older {
                guests::build(&toolchain, wasi).await?;
            }
        }
        frontend::build(&toolchain).await?;
        let mut hosts =
            vec![Runtime::prepare(Some(runtime::Choice::Devhost), Wasi::default()).await?];
        match Runtime::prepare(Some(runtime::Choice::Spin), Wasi::default()).await {
            Ok(spin) => hosts.push(spin),
            Err(error) => note(format_args!("without Spin: {error:#}")),
        }
        let native = build_native().await?;
        build_original().await?;
        Ok(Self { hosts, native })
    }

    /// Builds what several hosts need.
    pub async fn prepare_connectly(
        guest_toolchain: Option<toolchain::Choice>,
    ) -> Result<Contestant> {
        let toolchain = Toolchain::prepare(guest_toolchain).await?;
        guests::build(&toolchain, Wasi::default()).await?;
        frontend::build(&toolchain).await?;
        let host = Runtime::prepare(Some(runtime::Choice::Devhost), Wasi::default()).await?;
        Ok(connectly_on(&host, Wasi::default()))
    }

    /// All contestants, in the order of the tables.
    pub fn contestants(&self) -> Vec<Contestant> {
        let ceiling = |host: &Runtime| Contestant {
            name: format!("hello-{}", host.name()),
            kind: Kind::Ceiling { host: host.program.clone() },
        };
        let original = |name: &str, platform| Contestant {
            name: format!("original-{name}"),
            kind: Kind::Original(platform),
        };
        let native = |driver| Contestant {
            name: format!("native-{driver}"),
            kind: Kind::Native { program: self.native.clone(), driver },
        };
        let mut all: Vec<_> =
            self.hosts.iter().map(|host| connectly_on(host, Wasi::default())).collect();
        all.extend([
            original("node", Platform::Node),
            original("wrangler", Platform::Wrangler),
            original("workerd", Platform::Workerd),
            native("sqlx"),
            native("tokio-postgres"),
        ]);
        all.extend(self.hosts.iter().map(ceiling));
        for wasi in Wasi::OLDER {
            all.extend(self.hosts.iter().map(|host| connectly_on(host, wasi)));
        }
        all
    }

    /// Connectly on the development host, which is always available.
    pub fn connectly(&self) -> Contestant {
        self.contestants().swap_remove(0)
    }

    /// The hosts with their versions.
    pub fn hosts(&self) -> &[Runtime] {
        &self.hosts
    }

    pub fn component_sizes(&self) -> Result<Vec<ComponentSize>> {
        let guests = manifest::guests()?.into_iter().map(|guest| {
            let metadata = guest.file.metadata().with_context(|| guest.name.clone())?;
            Ok(ComponentSize { name: guest.name, bytes: metadata.len() })
        });
        guests.collect()
    }
}

async fn build_native() -> Result<PathBuf> {
    step("Building the native contestants");
    let target_dir = workspace::host_target_dir();
    let mut cargo = process::cargo();
    cargo.args(["build", "--profile", "host", "--package", NATIVE, "--target-dir"]);
    process::run(cargo.arg(&target_dir)).await?;
    Ok(target_dir.join("host").join(NATIVE))
}

async fn build_original() -> Result<()> {
    let folder = original();
    let installed = node::modified(&folder.join("node_modules/.package-lock.json"));
    if installed.is_none() || installed < node::modified(&folder.join("package-lock.json")) {
        step("Getting the original's npm packages");
        let mut ci = node::npm();
        ci.current_dir(&folder).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
        process::output(&mut ci).await.context("npm cannot get the packages")?;
    }
    step("Building the original");
    let mut build = node::npm();
    build.current_dir(&folder).args(["run", "build"]);
    // Prisma would download an engine, which only migrations need.
    build.env("PRISMA_SCHEMA_ENGINE_BINARY", "/bin/true").env("CHECKPOINT_DISABLE", "1");
    build.env("WRANGLER_SEND_METRICS", "false");
    process::output(&mut build).await.map(drop)
}
