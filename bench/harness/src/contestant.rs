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
use crate::dataset::Page;
use crate::files::folder;
use crate::plan::Scenario;
use crate::{cache, ghost};

/// The guest that only says hello.
const HELLO: &str = "connectly-bench-hello";
const NATIVE: &str = "connectly-bench-native";

/// What is in the name of a contestant that is built for an older version of WASI.
pub const OLDER_WASI: &str = "-wasi-";

const GHOST: &str = "ghost";

/// One of the compared servers.
#[derive(Clone, Debug)]
pub struct Contestant {
    /// The name in the tables.
    pub name: String,
    kind: Kind,
    is_cached: bool,
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
    /// Another publishing platform.
    Ghost,
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

    pub fn is_ghost(&self) -> bool {
        matches!(self.kind, Kind::Ghost)
    }

    /// Whether it answers the API's requests, with a token and without a cache between.
    pub fn answers_the_api(&self) -> bool {
        self.can(Scenario::List)
    }

    /// The path of a post's page.
    pub fn path_of(&self, page: &Page) -> String {
        if self.is_ghost() { ghost::path(page) } else { page.path.clone() }
    }

    /// Whether its readers reach it through a cache.
    pub fn is_cached(&self) -> bool {
        self.is_cached
    }

    /// The same, behind a cache.
    fn cached(self) -> Self {
        Self { name: self.name + cache::SUFFIX, is_cached: true, ..self }
    }

    /// Whether it checks only the signature of a token.
    pub fn trusts_signatures(&self) -> bool {
        matches!(self.kind, Kind::Original(_))
    }

    /// Whether it runs in instances, of which there may be many.
    pub fn has_instances(&self) -> bool {
        matches!(self.kind, Kind::Application { .. }) && !self.is_cached
    }

    /// Whether it is measured only if it's named, so that the other runs stay short.
    pub fn is_optional(&self) -> bool {
        match self.kind {
            Kind::Application { wasi, .. } => wasi != Wasi::default(),
            Kind::Ghost => true,
            _ => false,
        }
    }

    /// Whether it takes part in a scenario. No Argon2 runs on workerd: it has no native
    /// modules, and compiles no WebAssembly that does not come with the worker. The original has no
    /// pages, and asks everybody for a token. A cache makes a difference to what is public.
    pub fn can(&self, scenario: Scenario) -> bool {
        match self.kind {
            Kind::Application { .. } => !self.is_cached || scenario.is_public(),
            Kind::Ceiling { .. } => scenario == Scenario::Read,
            Kind::Original(Platform::Node) => !scenario.is_public(),
            Kind::Original(_) => !scenario.is_public() && scenario != Scenario::SignIn,
            Kind::Native { .. } => !self.is_cached || scenario == Scenario::Page,
            Kind::Ghost => scenario == Scenario::Page,
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
                native.args(["--driver", driver, "--listen", &listen.to_string(), "--page"]);
                native.arg(workspace::root().join("frontend/dist/reader.html"));
                native.env("DATABASE_URL", &access.url).env("JWT_SECRET", &access.jwt_secret);
                Ok(native)
            }
            Kind::Ghost => Ok(ghost::command(listen)),
        }
    }
}

fn connectly_on(host: &Runtime, wasi: Wasi) -> Contestant {
    let name = match wasi {
        Wasi::V0_3 => format!("connectly-{}", host.name()),
        _ => format!("connectly-{}{OLDER_WASI}{}", host.name(), wasi.name()),
    };
    // The load comes from one address and one account.
    let mut variables = manifest::limits_off().unwrap_or_default();
    variables.push(("public_reads".to_owned(), "true".to_owned()));
    let kind = Kind::Application { host: host.program.clone(), wasi, variables };
    Contestant { name, kind, is_cached: false }
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
    /// Builds what is missing for these contestants, or for those that aren't optional.
    pub async fn prepare(
        guest_toolchain: Option<toolchain::Choice>,
        only: &[String],
    ) -> Result<Self> {
        let is_named = |part: &str| only.iter().any(|name| name.contains(part));
        if only.is_empty() || is_named(cache::SUFFIX) {
            cache::prepare().await?;
        }
        if is_named(GHOST) {
            ghost::prepare().await?;
        }
        let older = is_named(OLDER_WASI);
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
            is_cached: false,
        };
        let original = |name: &str, platform| Contestant {
            name: format!("original-{name}"),
            kind: Kind::Original(platform),
            is_cached: false,
        };
        let native = |driver| Contestant {
            name: format!("native-{driver}"),
            kind: Kind::Native { program: self.native.clone(), driver },
            is_cached: false,
        };
        let ghost = Contestant { name: GHOST.to_owned(), kind: Kind::Ghost, is_cached: false };
        let connectly = || self.hosts.iter().map(|host| connectly_on(host, Wasi::default()));
        let mut all: Vec<_> = connectly().chain(connectly().map(Contestant::cached)).collect();
        all.extend([
            original("node", Platform::Node),
            original("wrangler", Platform::Wrangler),
            original("workerd", Platform::Workerd),
            native("sqlx"),
            native("tokio-postgres"),
            native("sqlx").cached(),
            ghost.clone(),
            ghost.cached(),
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
