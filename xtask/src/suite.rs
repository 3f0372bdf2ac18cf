//! `cargo xtask test`: every test, with everything that the tests need.

mod output;
mod progress;
mod slowest;
mod steps;
mod times;

use std::convert::Infallible;
use std::ffi::OsString;
use std::io::{IsTerminal, stdout};
use std::path::PathBuf;
use std::thread::available_parallelism;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;
use connectly_build::packages::{self, Package};
use connectly_build::toolchain::{GuestArgs, Toolchain};
use connectly_build::{frontend, guests, node};
use connectly_local::runtime::{self, Runtime};
use connectly_local::test_postgres::TestPostgres;
use connectly_local::wasi::{self, Wasi};
use connectly_local::{faketime, lock, process, proxies, report, workspace};
use tokio::process::Command;

pub use self::output::Output;
use self::progress::Progress;
use self::steps::Work;
use crate::browser;
use crate::tally::Tally;

/// Run every test, and get and build what is missing
///
/// The tests use their own Postgres, not the data of `up`, unless DATABASE_URL names one in which
/// they may create databases. The last line sums up all results.
#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask test\n  cargo xtask test create_post\n  \
                        cargo xtask test --runtime spin sign_out -- --nocapture\n  \
                        cargo xtask test --wasi 0.2\n  \
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
    /// Run only the tests of the application and the site, on components built for this version of
    /// WASI [default: every test on 0.3, and a few on the others]
    #[arg(long, value_enum, value_name = "VERSION")]
    wasi: Option<Wasi>,
    #[command(flatten)]
    guests: GuestArgs,
    /// Arguments for the test programs, such as --nocapture
    #[arg(last = true, value_name = "ARGUMENTS")]
    arguments: Vec<String>,
}

impl Options {
    /// Whether all tests are run, in the usual way.
    fn is_full(&self) -> bool {
        self.filter.is_none() && self.arguments.is_empty() && self.wasi.is_none()
    }

    /// The older versions of WASI that anything is tested on.
    fn older_versions(&self) -> Vec<Wasi> {
        let is_tested = |wasi: &Wasi| match self.wasi {
            Some(chosen) => chosen == *wasi,
            None => self.is_full() && !self.faults,
        };
        Wasi::OLDER.into_iter().filter(is_tested).collect()
    }
}

/// Runs the tests and prints the sum of their results as the last line. Returns whether all passed.
pub async fn run(options: &Options) -> Result<bool> {
    let toolchain = Toolchain::prepare(options.guests.toolchain).await?;
    let packages = packages::all().await?;
    guests::build_all(&toolchain, &packages).await?;
    for wasi in options.older_versions() {
        guests::build(&toolchain, wasi).await?;
    }
    frontend::build(&toolchain).await?;
    let suite = Suite {
        options,
        runtime: Runtime::prepare(options.runtime, options.wasi.unwrap_or_default()).await?,
        database: TestPostgres::open().await?,
        requirements: [
            faketime::REQUIREMENT.prepare().await,
            proxies::NGINX.prepare().await,
            proxies::CADDY.prepare().await,
            proxies::HAPROXY.prepare().await,
            proxies::PGBOUNCER.prepare().await,
        ],
    };
    let (mut succeeded, tally) = if options.faults {
        suite.try_faults(&packages).await?
    } else {
        suite.run_all(&packages).await?
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
    requirements: [(&'static str, OsString); 5],
}

impl Suite<'_> {
    /// Every test there is. Whether all steps went well, and the sum of the results.
    async fn run_all(&self, packages: &[Package]) -> Result<(bool, Tally)> {
        node::prepare().await?;
        self.build(packages).await?;
        let (rows, work): (Vec<_>, Vec<_>) = self.steps(packages).into_iter().unzip();
        let is_full = self.options.is_full();
        // A few tests are over at once, and easier to follow one step after another.
        let is_parallel = is_full && available_parallelism().is_ok_and(|cores| cores.get() > 1);
        let progress = Progress::new(rows, is_parallel, is_full);
        let succeeded = tokio::select! {
            succeeded = self.run_steps(&progress, work) => succeeded,
            never = renew(&progress) => match never {},
        };
        progress.print_summary();
        if is_full {
            progress.save_times()?;
        }
        Ok((succeeded, progress.tally()))
    }

    /// Runs the steps of two lanes side by side, and then those that must be alone.
    async fn run_steps(&self, progress: &Progress, work: Vec<Work>) -> bool {
        let mut lanes: [Vec<(usize, Work)>; 3] = Default::default();
        for (index, work) in work.into_iter().enumerate() {
            lanes[progress.lane(index)].push((index, work));
        }
        let [alone, rust, javascript] = lanes;
        let (rust, javascript) =
            tokio::join!(self.run_lane(progress, rust), self.run_lane(progress, javascript));
        let alone = self.run_lane(progress, alone).await;
        rust && javascript && alone
    }

    async fn run_lane(&self, progress: &Progress, lane: Vec<(usize, Work)>) -> bool {
        let mut succeeded = true;
        for (index, work) in lane {
            progress.begin(index);
            let result = self.run_step(work, |line| progress.line(index, line)).await;
            if let Err(error) = &result {
                progress.line(index, &format!("these tests did not run: {error:#}"));
            }
            let passed = result.is_ok_and(|passed| passed);
            progress.end(index, passed);
            succeeded &= passed;
        }
        succeeded
    }

    async fn run_step(&self, work: Work, mut each: impl FnMut(&str)) -> Result<bool> {
        let mut succeeded = true;
        match work {
            Work::Commands(commands) => {
                for mut command in commands {
                    succeeded &= output::run(&mut command, &mut each).await?;
                }
            }
            Work::Browser => {
                let filter = self.options.filter.as_deref();
                succeeded = browser::run(&self.runtime, &self.database.url, filter, each).await?;
            }
        }
        Ok(succeeded)
    }

    /// The tests of faults, at full length. Their figures are written to the document if all of
    /// them ran and passed.
    async fn try_faults(&self, packages: &[Package]) -> Result<(bool, Tally)> {
        // Two runs at once would distort each other's figures, and share the folder.
        let lock = workspace::data_dir().join("faults.lock");
        let _one_at_a_time = lock::acquire(&lock).await?;
        self.build(packages).await?;
        let folder = new_folder_of_figures()?;
        let (row, mut command) = self.faults(packages);
        command.env("CONNECTLY_FAULTS", &folder);
        let progress = Progress::new(vec![row], false, false);
        let work = Work::Commands(vec![command]);
        let succeeded = self.run_lane(&progress, vec![(0, work)]).await;
        let tally = progress.tally();
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
        Ok((succeeded, tally))
    }

    /// Sets a cargo command's environment: what to test, and where.
    fn prepare(&self, cargo: &mut Command) {
        cargo.args(&self.options.filter).arg("--").args(&self.options.arguments);
        if stdout().is_terminal() {
            cargo.arg("--color=always");
        }
        cargo
            .env("CONNECTLY_TEST_DATABASE_URL", &self.database.url)
            .env("CONNECTLY_PROBE", probe())
            .env(wasi::VARIABLE, self.runtime.wasi.name())
            .env("CONNECTLY_RUNTIME", self.runtime.name())
            .env("CONNECTLY_RUNTIME_PROGRAM", &self.runtime.program);
        if let Some(folder) = &self.database.programs {
            cargo.env("CONNECTLY_POSTGRES_BIN", folder);
        }
        if self.database.is_temporary() {
            cargo.env("CONNECTLY_TEST_SERVER_IS_TEMPORARY", "1");
        }
        // Tests that need something missing fail, and say why.
        cargo.envs(self.requirements.iter().map(|(name, value)| (name, value)));
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
    Wasi::default().guests().join("connectly_probe.wasm")
}

/// Renews what is shown of the steps, over and over.
async fn renew(progress: &Progress) -> Infallible {
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        progress.renew();
    }
}
