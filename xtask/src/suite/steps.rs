//! The steps of a run: which tests there are, and what runs them.

use std::io::{IsTerminal, stdout};
use std::thread::available_parallelism;

use anyhow::{Context, Result};
use connectly_build::node;
use connectly_build::packages::Package;
use connectly_local::wasi::{self, Wasi};
use connectly_local::{process, workspace};
use tokio::process::Command;

use super::Suite;
use super::progress::Row;

/// The host is tested as it is used, and not compiled a second time without optimisation:
/// that would take longer than all tests.
const DEVHOST: &str = "connectly-devhost";

/// The package with the tests of the application. Each of its programs is a step.
const TESTS: &str = "connectly-tests";

/// What is in the names of the tests of faults with a thousand clients, which need all of a small
/// machine.
const CROWDS: &str = "thousand";

/// What the full run tests on the older versions of WASI: every operation, and what the way to the host
/// may change.
const ON_OLDER_WASI: [&str; 3] = ["every_operation", "session_cookie", "unread_bodies"];

/// What is in the names of the tests that cannot pass on WASI 0.2: nothing ends the wait for a frozen
/// Postgres, and each request in flight needs one of a host's 1,000 instances.
const NOT_ON_WASI_0_2: [&str; 4] = ["--skip", "frozen", "--skip", CROWDS];

/// The test that counts calls of the host. Only the development host can, and each build has its own.
const COUNTS_CALLS: &str = "host_calls";

/// Nothing runs beside these steps: they measure how fast something is.
const ALONE: usize = 0;
/// The steps in Rust, many of which wait more than they compute.
const RUST: usize = 1;
/// The steps in JavaScript, which compute.
const JAVASCRIPT: usize = 2;

/// What runs the tests of a step.
pub enum Work {
    /// These commands, one after another.
    Commands(Vec<Command>),
    /// The tests in a browser.
    Browser,
}

impl Suite<'_> {
    /// Every test there is, in steps.
    pub fn steps(&self, packages: &[Package]) -> Vec<(Row, Work)> {
        let mut steps = Vec::new();
        if self.options.wasi.is_none() {
            steps.extend(self.units_and_host(packages));
        }
        steps.extend(self.application(packages));
        if self.options.wasi.is_none() {
            steps.push((row("npm", "the npm packages", JAVASCRIPT), self.npm()));
        }
        steps.push((row("browser", "the site in a browser", JAVASCRIPT), Work::Browser));
        // Where nothing runs at once, in the order of the documents: what is alone comes last.
        steps.sort_by_key(|(row, _)| row.lane == ALONE);
        steps
    }

    fn units_and_host(&self, packages: &[Package]) -> [(Row, Work); 2] {
        let units = [("--lib", ""), ("--bins", "")].into_iter();
        let others = packages.iter().filter(|package| package.is_host() && package.name != TESTS);
        let integration = others.filter(|package| package.name != DEVHOST);
        let integration = integration.flat_map(|package| &package.tests);
        let units = units.chain(integration.map(|name| ("--test", name.as_str())));
        let units = vec![self.cargo(packages, units), self.cargo(packages, [("--doc", "")])];
        let mut devhost = cargo_test();
        devhost.args(["--profile", "host", "--package", DEVHOST]);
        [
            (row("units", "units in Rust", RUST), Work::Commands(units)),
            (row("host", "the development host", RUST), self.command(devhost)),
        ]
    }

    /// The programs of [`TESTS`], and a few of their tests on the older versions of WASI.
    fn application(&self, packages: &[Package]) -> Vec<(Row, Work)> {
        let mut steps = Vec::new();
        let programs = packages.iter().filter(|package| package.name == TESTS);
        for name in programs.flat_map(|package| &package.tests) {
            let mut command = self.cargo(packages, [("--test", name.as_str())]);
            if self.runtime.wasi == Wasi::V0_2 {
                command.args(NOT_ON_WASI_0_2);
            }
            if self.runtime.name() != "devhost" || self.runtime.wasi != Wasi::default() {
                command.args(["--skip", COUNTS_CALLS]);
            }
            if name == "faults" && self.options.is_full() {
                let mut crowds = self.cargo(packages, [("--test", name.as_str())]);
                crowds.arg(CROWDS);
                steps.push((program("crowds"), Work::Commands(vec![crowds])));
                command.args(["--skip", CROWDS]);
            }
            steps.push((program(name), Work::Commands(vec![command])));
        }
        if self.options.is_full() {
            steps.extend(Wasi::OLDER.map(|wasi| {
                let mut command = self.cargo(packages, [("--test", "app")]);
                command.args(ON_OLDER_WASI).env(wasi::VARIABLE, wasi.name());
                let (name, title) = (format!("wasi-{}", wasi.name()), wasi.name());
                let row = row(&name, &format!("the application, WASI {title}"), RUST);
                (row, Work::Commands(vec![command]))
            }));
        }
        steps
    }

    /// Builds the test programs, so that no step waits for the compiler, or is slowed down by it.
    pub async fn build(&self, packages: &[Package]) -> Result<()> {
        let mut others = cargo("build");
        others.arg("--tests");
        select(&mut others, packages);
        let mut devhost = cargo("build");
        devhost.args(["--tests", "--profile", "host", "--package", DEVHOST]);
        for command in [&mut others, &mut devhost] {
            process::run(command).await.context("the tests cannot be built")?;
        }
        Ok(())
    }

    /// The tests of faults alone.
    pub fn faults(&self, packages: &[Package]) -> (Row, Command) {
        (program("faults"), self.cargo(packages, [("--test", "faults")]))
    }

    /// Some tests of the packages.
    fn cargo<'a>(
        &self,
        packages: &[Package],
        which: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Command {
        let mut cargo = cargo_test();
        select(&mut cargo, packages);
        for (kind, name) in which {
            cargo.args([kind, name].into_iter().filter(|word| !word.is_empty()));
        }
        self.prepare(&mut cargo);
        cargo
    }

    fn command(&self, mut cargo: Command) -> Work {
        self.prepare(&mut cargo);
        Work::Commands(vec![cargo])
    }

    fn npm(&self) -> Work {
        let mut npm = node::run_everywhere("test");
        if let Some(filter) = &self.options.filter {
            npm.args(["--", "-t", filter]);
        }
        Work::Commands(vec![npm])
    }
}

fn row(name: &str, title: &str, lane: usize) -> Row {
    let threads = available_parallelism().map_or(1, usize::from);
    Row { name: name.to_owned(), title: title.to_owned(), lane, threads }
}

/// The step of a program of [`TESTS`].
fn program(name: &str) -> Row {
    match name {
        "app" => row(name, "the application", RUST),
        "faults" => Row { threads: 1, ..row(name, "faults around the application", RUST) },
        "crowds" => Row { threads: 1, ..row(name, "faults with a thousand clients", ALONE) },
        "load" => Row { threads: 1, ..row(name, "many sign-ins at once", ALONE) },
        other => row(name, other, RUST),
    }
}

/// All packages of the host but one. It is always all of them: for a part, cargo would compile
/// what they depend on again.
fn select(cargo: &mut Command, packages: &[Package]) {
    for package in packages.iter().filter(|package| package.is_host()) {
        if package.name != DEVHOST {
            cargo.args(["--package", &package.name]);
        }
    }
}

fn cargo_test() -> Command {
    let mut cargo = cargo("test");
    cargo.arg("--no-fail-fast");
    if stdout().is_terminal() {
        cargo.env("CARGO_TERM_COLOR", "always");
    }
    cargo
}

fn cargo(command: &str) -> Command {
    let mut cargo = process::cargo();
    cargo.arg(command).arg("--target-dir").arg(workspace::host_target_dir());
    cargo
}
