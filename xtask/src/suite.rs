//! `cargo xtask test`: every test, with all that the tests need around them.

use std::io::{IsTerminal, stdout};
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::process::Command;

use crate::packages::{self, Package};
use crate::postgres::{self, Cluster};
use crate::runtime::{self, Runtime};
use crate::settings::Settings;
use crate::tally::Tally;
use crate::toolchain::{self, TARGET, Toolchain};
use crate::{browser, faketime, frontend, guests, node, process, reliability, report, workspace};

/// The host is tested as it is used, and not compiled a second time without optimisation:
/// that would take longer than all tests.
const DEVHOST: &str = "connectly-devhost";

/// What a person can choose.
#[derive(Debug)]
pub struct Options {
    /// The host that the application is tested on.
    pub runtime: Option<runtime::Choice>,
    /// The compiler of the guests.
    pub guest_toolchain: Option<toolchain::Choice>,
    /// Only tests whose name contains this.
    pub filter: Option<String>,
    /// Only the tests of faults, at their full length.
    pub faults: bool,
    /// Arguments for the test programs.
    pub arguments: Vec<String>,
}

/// Runs the tests and prints the sum of their results as the last line. Whether all went
/// well is the answer.
pub async fn run(options: &Options) -> Result<bool> {
    let toolchain = Toolchain::prepare(options.guest_toolchain).await?;
    let packages = packages::all().await?;
    guests::build_all(&toolchain, &packages).await?;
    frontend::build().await?;
    let runtime = Runtime::prepare(options.runtime).await?;
    let database = TestDatabase::open().await?;
    let figures = reliability::new_folder()?;
    let faketime = faketime::prepare().await;
    let mut tally = Tally::default();
    let mut succeeded = true;
    let commands = if options.faults { vec![faults_command()] } else { test_commands(&packages) };
    for mut cargo in commands {
        cargo.args(&options.filter).arg("--").args(&options.arguments);
        if stdout().is_terminal() {
            cargo.arg("--color=always");
        }
        cargo
            .env("CONNECTLY_TEST_DATABASE_URL", &database.url)
            .env("CONNECTLY_PROBE", probe())
            .env("CONNECTLY_RUNTIME", runtime.name())
            .env("CONNECTLY_RUNTIME_PROGRAM", &runtime.program);
        if let Some(folder) = &database.programs {
            cargo.env("CONNECTLY_POSTGRES_BIN", folder);
        }
        match &faketime {
            Ok(library) => drop(cargo.env(faketime::VARIABLE, library)),
            // The tests that need it fail, and say this.
            Err(error) => drop(cargo.env(faketime::MISSING, format!("{error:#}"))),
        }
        if options.faults {
            cargo.env(reliability::FOLDER, &figures);
        }
        succeeded &= run_tests(&mut cargo, &mut tally).await?;
    }
    if options.faults {
        let is_complete = succeeded && tally.failed == 0 && options.filter.is_none();
        let figures = reliability::read(&figures)?;
        if is_complete && !figures.is_empty() && tally.passed == figures.len() as u64 {
            reliability::write(&figures, &runtime).await?;
        } else {
            report::step("docs/reliability.md stays as it is: not every fault was tried and stood");
        }
        println!("{tally}");
        return Ok(succeeded && tally.failed == 0 && tally.passed > 0);
    }
    node::prepare().await?;
    let mut npm = node::run_everywhere("test");
    if let Some(filter) = &options.filter {
        npm.args(["--", "-t", filter]);
    }
    succeeded &= run_tests(&mut npm, &mut tally).await?;
    let filter = options.filter.as_deref();
    match browser::run(&runtime, &database.url, filter, &mut tally).await {
        Ok(all_passed) => succeeded &= all_passed,
        Err(error) => {
            report::step(format_args!("The tests in a browser did not run: {error:#}"));
            succeeded = false;
        }
    }
    if !succeeded && tally.failed == 0 {
        report::step("A test program was not built, or ended before its results");
    }
    if tally == Tally::default() {
        report::step("No test ran");
        succeeded = false;
    }
    println!("{tally}");
    Ok(succeeded && tally.failed == 0)
}

/// The guest that tests the host.
fn probe() -> PathBuf {
    workspace::guest_target_dir().join(TARGET).join("release/connectly_probe.wasm")
}

/// Two calls of cargo, for the two profiles.
fn test_commands(packages: &[Package]) -> Vec<Command> {
    let mut devhost = cargo_test();
    devhost.args(["--profile", "host", "--package", DEVHOST]);
    let mut others = cargo_test();
    for package in packages.iter().filter(|package| package.is_host() && package.name != DEVHOST) {
        others.args(["--package", &package.name]);
    }
    vec![others, devhost]
}

/// The tests of faults.
fn faults_command() -> Command {
    let mut cargo = cargo_test();
    cargo.args(["--package", "connectly-tests", "--test", "faults"]);
    cargo
}

fn cargo_test() -> Command {
    let mut cargo = process::cargo();
    cargo.args(["test", "--no-fail-fast", "--target-dir"]).arg(workspace::host_target_dir());
    cargo
}

/// Runs a test command to its end.
async fn run_tests(command: &mut Command, tally: &mut Tally) -> Result<bool> {
    let mut command = command.stdout(Stdio::piped()).spawn().context("cannot start the tests")?;
    let output = command.stdout.take().context("the tests have no output")?;
    tally.add_output(output).await?;
    Ok(command.wait().await?.success())
}

/// The Postgres that the tests make their databases in.
pub(crate) struct TestDatabase {
    pub(crate) url: String,
    /// The folder of Postgres's programs, for tests with a server of their own.
    programs: Option<PathBuf>,
    _cluster: Option<Cluster>,
}

impl TestDatabase {
    /// The one that `DATABASE_URL` names, or else a new one without a past.
    pub(crate) async fn open() -> Result<Self> {
        if let Some(url) = Settings::read()?.get("DATABASE_URL") {
            let programs = match postgres::binaries().await {
                Ok(binaries) => Some(binaries.folder().to_owned()),
                Err(error) => {
                    report::note(format_args!("tests with a server of their own fail: {error:#}"));
                    None
                }
            };
            return Ok(Self { url, programs, _cluster: None });
        }
        let cluster = Cluster::temporary().await?;
        Ok(Self {
            url: cluster.url("postgres"),
            programs: Some(cluster.programs().to_owned()),
            _cluster: Some(cluster),
        })
    }
}
