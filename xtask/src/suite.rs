//! `cargo xtask test`: every test, with everything that the tests need.

use std::ffi::OsString;
use std::io::{IsTerminal, stdout};
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context, Result};
use clap::Args;
use connectly_build::packages::{self, Package};
use connectly_build::toolchain::{GuestArgs, TARGET, Toolchain};
use connectly_build::{frontend, guests, node};
use connectly_local::runtime::{self, Runtime};
use connectly_local::test_postgres::TestPostgres;
use connectly_local::{faketime, lock, nginx, process, report, workspace};
use tokio::process::Command;

use crate::browser;
use crate::tally::Tally;

/// The host is tested as it is used. Compiling it again without optimisation would take longer than
/// all tests.
const DEVHOST: &str = "connectly-devhost";

/// Run every test, and get and build what is missing
///
/// The tests use their own Postgres, not the data of `up`, unless DATABASE_URL names one in which
/// they may create databases. The last line sums up all results.
#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask test\n  cargo xtask test create_post\n  \
                        cargo xtask test --runtime spin sign_out -- --nocapture\n  \
                        cargo xtask test --faults")]
pub struct Options {
    /// Run only tests whose name contains this
    filter: Option<String>,
    /// Run only the tests of faults, at full length, and write the results to docs/reliability.md;
    /// don't use the machine meanwhile
    #[arg(long)]
    faults: bool,
    /// Test the application on this host [default: as for `up`]
    #[arg(long, value_name = "NAME")]
    runtime: Option<runtime::Choice>,
    #[command(flatten)]
    guests: GuestArgs,
    /// Arguments for the test programs, such as --nocapture
    #[arg(last = true, value_name = "ARGUMENTS")]
    arguments: Vec<String>,
}

/// Runs the tests and prints the sum of their results as the last line. Returns whether all passed.
pub async fn run(options: &Options) -> Result<bool> {
    let toolchain = Toolchain::prepare(options.guests.toolchain).await?;
    let packages = packages::all().await?;
    guests::build_all(&toolchain, &packages).await?;
    frontend::build().await?;
    let suite = Suite {
        options,
        runtime: Runtime::prepare(options.runtime).await?,
        database: TestPostgres::open().await?,
        requirements: [faketime::REQUIREMENT.prepare().await, nginx::REQUIREMENT.prepare().await],
    };
    let mut tally = Tally::default();
    let mut succeeded = if options.faults {
        suite.try_faults(&mut tally).await?
    } else {
        suite.run_all(&packages, &mut tally).await?
    };
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

/// What the tests need at run time.
struct Suite<'a> {
    options: &'a Options,
    runtime: Runtime,
    database: TestPostgres,
    /// The environment variables with the files that the tests need.
    requirements: [(&'static str, OsString); 2],
}

impl Suite<'_> {
    /// Every test there is.
    async fn run_all(&self, packages: &[Package], tally: &mut Tally) -> Result<bool> {
        let mut succeeded = true;
        for mut cargo in test_commands(packages) {
            succeeded &= run_tests(self.prepare(&mut cargo), tally).await?;
        }
        node::prepare().await?;
        let mut npm = node::run_everywhere("test");
        let filter = self.options.filter.as_deref();
        if let Some(filter) = filter {
            npm.args(["--", "-t", filter]);
        }
        succeeded &= run_tests(&mut npm, tally).await?;
        match browser::run(&self.runtime, &self.database.url, filter, tally).await {
            Ok(all_passed) => succeeded &= all_passed,
            Err(error) => {
                report::step(format_args!("The tests in a browser did not run: {error:#}"));
                succeeded = false;
            }
        }
        Ok(succeeded)
    }

    /// The tests of faults, at full length. Their figures are written to the document if all of
    /// them ran and passed.
    async fn try_faults(&self, tally: &mut Tally) -> Result<bool> {
        // Two runs at once would distort each other's figures, and share the folder.
        let lock = workspace::data_dir().join("faults.lock");
        let _one_at_a_time = lock::acquire(&lock).await?;
        let folder = new_folder_of_figures()?;
        let mut cargo = faults_command();
        let command = self.prepare(&mut cargo).env("CONNECTLY_FAULTS", &folder);
        let succeeded = run_tests(command, tally).await?;
        if succeeded && self.options.filter.is_none() {
            let mut write = process::cargo();
            write.args(["run", "--quiet", "--package", "connectly-tests", "--target-dir"]);
            write.arg(workspace::host_target_dir()).args(["--bin", "write-reliability", "--"]);
            write.arg(&folder).arg(tally.passed.to_string()).arg(self.runtime.to_string());
            process::run(&mut write).await?;
        } else {
            report::step(
                "docs/reliability.md is unchanged: not every test of a fault ran and passed",
            );
        }
        Ok(succeeded)
    }

    /// Sets a cargo command's environment: what to test, and where.
    fn prepare<'a>(&self, cargo: &'a mut Command) -> &'a mut Command {
        cargo.args(&self.options.filter).arg("--").args(&self.options.arguments);
        if stdout().is_terminal() {
            cargo.arg("--color=always");
        }
        cargo
            .env("CONNECTLY_TEST_DATABASE_URL", &self.database.url)
            .env("CONNECTLY_PROBE", probe())
            .env("CONNECTLY_RUNTIME", self.runtime.name())
            .env("CONNECTLY_RUNTIME_PROGRAM", &self.runtime.program);
        if let Some(folder) = &self.database.programs {
            cargo.env("CONNECTLY_POSTGRES_BIN", folder);
        }
        // Tests that need something missing fail, and say why.
        cargo.envs(self.requirements.iter().map(|(name, value)| (name, value)))
    }
}

/// An empty folder for the figures of the tests of faults.
fn new_folder_of_figures() -> Result<PathBuf> {
    let folder = workspace::data_dir().join("faults");
    let context = || format!("cannot use {}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(context)?;
    }
    std::fs::create_dir_all(&folder).with_context(context)?;
    Ok(folder)
}

/// The guest that tests the host.
fn probe() -> PathBuf {
    workspace::guest_target_dir().join(TARGET).join("release/connectly_probe.wasm")
}

/// One call of cargo for each of the two profiles.
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
