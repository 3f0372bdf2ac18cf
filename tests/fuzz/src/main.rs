//! What `cargo xtask fuzz` runs: schemathesis makes up requests, and every answer is checked
//! against `docs/openapi.json`.

mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Parser;
use connectly_build::packages;
use connectly_build::toolchain::{GuestArgs, Toolchain};
use connectly_build::{frontend, guests, python};
use connectly_local::apt::InstallArgs;
use connectly_local::hosts::{Hosts, Variant};
use connectly_local::outcome::Outcome;
use connectly_local::runtime::{self, Runtime};
use connectly_local::supervised::{StopPlan, Supervised};
use connectly_local::test_postgres::TestPostgres;
use connectly_local::wasi::Wasi;
use connectly_local::{process, workspace};
use rustix::process::Signal;
use tokio::process::Command;

use self::report::Report;

/// Send random requests, and check every answer against the API's document
///
/// Schemathesis makes them from docs/openapi.json: valid and invalid, alone and in sequences, with
/// and without a session. It is installed into its own Python environment in the project.
#[derive(Parser)]
#[command(name = "cargo xtask fuzz", bin_name = "cargo xtask fuzz")]
#[command(after_help = "Examples:\n  cargo xtask fuzz\n  \
                        cargo xtask fuzz --cases 1000 --seed 7")]
struct Options {
    /// Send at least this many requests
    #[arg(long, value_name = "NUMBER", default_value_t = 20_000)]
    cases: u64,
    /// Begin with this seed, such as one that an earlier run printed [default: a random one]
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u32>,
    /// Give up after this many minutes
    #[arg(long, value_name = "NUMBER", default_value_t = 60)]
    minutes: u64,
    /// Run the application on this host [default: as for `up`]
    #[arg(long, value_name = "NAME")]
    runtime: Option<runtime::Choice>,
    #[command(flatten)]
    guests: GuestArgs,
    #[command(flatten)]
    packages: InstallArgs,
}

/// The application in two variants. With `public_reads`, requests need no account. Both have the
/// limits off, because everything comes from one address and mostly from one account.
static VARIANTS: [Variant; 2] = [
    Variant {
        name: "user",
        variable: "CONNECTLY_URL",
        settings: &[],
        has_limits: false,
        has_database: true,
    },
    Variant {
        name: "nobody",
        variable: "CONNECTLY_PUBLIC_URL",
        settings: &[("public_reads", "true")],
        has_limits: false,
        has_database: true,
    },
];

/// The requirements, with exact versions and checksums.
const REQUIREMENTS: &str = "tests/fuzz/requirements.txt";

/// Schemathesis ends by itself when it is interrupted.
const STOP_PLAN: StopPlan = &[(Signal::INT, Duration::from_secs(3))];

// One thread, so that dropping what a command started, which stops it, is the last thing that
// happens.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = Options::parse();
    options.packages.apply();
    let command = async { run(&options).await.map(Outcome::of) };
    Outcome::report(Outcome::until_stopped(command).await)
}

/// Sends rounds of cases until there were enough or one has failed, and prints the results. Returns
/// whether all passed.
async fn run(options: &Options) -> Result<bool> {
    let toolchain = Toolchain::prepare(options.guests.toolchain).await?;
    guests::build_all(&toolchain, &packages::all().await?).await?;
    frontend::build(&toolchain).await?;
    let runtime = Runtime::prepare(options.runtime, Wasi::default()).await?;
    let schemathesis = python::prepare("schemathesis", REQUIREMENTS).await?;
    let database = TestPostgres::open().await?;
    let hosts = Hosts::start(&runtime, &database.url, &VARIANTS, folder()).await?;

    let begin = Instant::now();
    let rounds = rounds(&schemathesis, &hosts, options);
    let result = tokio::time::timeout(Duration::from_secs(options.minutes * 60), rounds).await;
    hosts.stop().await?;
    let Ok(sum) = result else {
        bail!("it did not end within {} minutes", options.minutes);
    };
    let (cases, failures) = sum?;
    println!("{cases} cases, {failures} failures, {} s", begin.elapsed().as_secs());
    Ok(failures == 0)
}

/// The cases and the failures of all rounds.
async fn rounds(schemathesis: &Path, hosts: &Hosts, options: &Options) -> Result<(u64, u64)> {
    let mut seed = options.seed.map_or_else(random_seed, Ok)?;
    let (mut cases, mut failures) = (0, 0);
    while cases < options.cases && failures == 0 {
        let per_operation = per_operation(options.cases - cases);
        let rounds = VARIANTS.iter().map(|variant| Round {
            schemathesis,
            hosts,
            variant,
            seed,
            per_operation,
        });
        let [user, nobody] = <[Round<'_>; 2]>::try_from(rounds.collect::<Vec<_>>())
            .ok()
            .context("there are two forms")?;
        // Both run at once, because each mostly waits for the application.
        let (user, nobody) = tokio::try_join!(user.run(), nobody.run())?;
        for (variant, report) in VARIANTS.iter().zip([&user, &nobody]) {
            println!("seed {seed}, as {}: {report}", variant.name);
            cases += report.cases();
            failures += report.failures();
        }
        seed = seed.wrapping_add(1);
    }
    Ok((cases, failures))
}

/// How many cases schemathesis should make for each operation to reach a total. Operations without
/// input have fewer. Sequences and the corner cases of each schema come on top.
fn per_operation(cases: u64) -> u64 {
    (cases / 43).clamp(1, 2_000)
}

fn random_seed() -> Result<u32> {
    let mut bytes = [0; 2];
    getrandom::fill(&mut bytes).context("the system provides no random numbers")?;
    Ok(u16::from_le_bytes(bytes).into())
}

/// The folder for the hosts' logs and schemathesis's report of the last round.
fn folder() -> PathBuf {
    workspace::root().join("target/fuzz")
}

/// One call of schemathesis.
struct Round<'a> {
    schemathesis: &'a Path,
    hosts: &'a Hosts,
    variant: &'static Variant,
    seed: u32,
    per_operation: u64,
}

impl Round<'_> {
    async fn run(&self) -> Result<Report> {
        let path = folder().join(format!("{}.json", self.variant.name));
        let output = folder().join(format!("{}.txt", self.variant.name));
        // Removes the report of an earlier run.
        let _ = std::fs::remove_file(&path);
        let file = std::fs::create_dir_all(folder())
            .and_then(|()| std::fs::File::create(&output))
            .with_context(|| format!("cannot write {}", output.display()))?;
        let mut command = self.command(&path)?;
        command.stderr(file.try_clone()?).stdout(file);
        Supervised::spawn(&mut command, STOP_PLAN)?.child().wait().await?;
        let text = std::fs::read_to_string(&output)?;
        let report = Report::read(&path).with_context(|| text.clone())?;
        if report.failures() > 0 {
            println!("{text}");
        }
        Ok(report)
    }

    fn command(&self, report: &Path) -> Result<Command> {
        let url = self.hosts.url(self.variant).context("a host for this variant")?;
        let mut command = process::command(self.schemathesis);
        command.env("SCHEMATHESIS_HOOKS", workspace::root().join("tests/fuzz/hooks.py"));
        command.env("CONNECTLY_FUZZ_AS", self.variant.name);
        // Writes no compiled Python beside the hooks.
        command.env("PYTHONDONTWRITEBYTECODE", "1");
        command.args(["--config-file", "tests/fuzz/schemathesis.toml", "run", "docs/openapi.json"]);
        command.args(["--no-color", "--url", &url, "--seed", &self.seed.to_string()]);
        command.args(["--max-examples", &self.per_operation.to_string()]);
        command.arg("--report-json-path").arg(report);
        Ok(command)
    }
}
