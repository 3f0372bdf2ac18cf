//! The tests in a browser: Playwright, and the running application that it visits.

mod chromium;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use connectly_build::node;
use connectly_local::hosts::{Hosts, Variant};
use connectly_local::runtime::Runtime;
use connectly_local::supervised::{StopPlan, Supervised};
use connectly_local::{process, report, workspace};
use rustix::process::Signal;
use tokio::process::Command;

use crate::suite::Output;

/// The npm package of the tests.
const PACKAGE: &str = "@connectly/browser-tests";

/// The last one shows what users see in an outage.
static VARIANTS: [Variant; 3] = [
    Variant {
        name: "usual",
        variable: "CONNECTLY_URL",
        settings: &[ALL_AT_ONE_ADDRESS],
        has_limits: true,
        has_database: true,
    },
    Variant {
        name: "public",
        variable: "CONNECTLY_PUBLIC_URL",
        settings: &[("public_reads", "true"), ALL_AT_ONE_ADDRESS],
        has_limits: true,
        has_database: true,
    },
    Variant {
        name: "unavailable",
        variable: "CONNECTLY_UNAVAILABLE_URL",
        settings: &[("public_reads", "true"), ALL_AT_ONE_ADDRESS],
        has_limits: true,
        has_database: false,
    },
];

/// Each test makes its own accounts.
const ALL_AT_ONE_ADDRESS: (&str, &str) = ("limit_sign_up", "off");

/// Gives Playwright time to close its browsers when it is interrupted.
const STOP_PLAN: StopPlan = &[(Signal::INT, Duration::from_secs(5))];

/// Runs the tests whose name contains the filter and adds their results to the tally. Returns
/// whether all passed.
pub async fn run(
    runtime: &Runtime,
    postgres: &str,
    filter: Option<&str>,
    each: impl FnMut(&str),
) -> Result<bool> {
    if let Some(filter) = filter
        && !any_matches(filter).await?
    {
        return Ok(true);
    }
    let browsers = chromium::prepare().await?;
    report::step("Starting the application for the tests in a browser");
    let hosts = Hosts::start(runtime, postgres, &VARIANTS, folder()).await?;
    let mut playwright = playwright(filter);
    playwright.envs(hosts.variables()?).envs(browsers);
    let spawn = |command: &mut Command| Supervised::spawn(command, STOP_PLAN);
    let (mut playwright, output) = Output::of(&mut playwright, spawn)?;
    output.for_each(each).await;
    let succeeded = playwright.child().wait().await?.success();
    hosts.stop().await?;
    if !succeeded {
        report::note(format_args!("pictures, traces and logs: {}", folder().display()));
    }
    Ok(succeeded)
}

/// The folder for the hosts' logs and, for failed tests, pictures and traces.
fn folder() -> PathBuf {
    workspace::root().join("target/browser")
}

/// Whether any test matches, so that a browser and three hosts are needed.
async fn any_matches(filter: &str) -> Result<bool> {
    let list = process::output(playwright(Some(filter)).arg("--list")).await?;
    Ok(list.lines().any(|line| line.starts_with("  ")))
}

fn playwright(filter: Option<&str>) -> Command {
    let mut npm = node::npm();
    npm.args(["run", "--silent", "test:browser", "--workspace", PACKAGE, "--"]);
    if let Some(filter) = filter {
        npm.args(["--pass-with-no-tests", "-g", filter]);
    }
    npm
}
