//! `cargo xtask`: the project's own commands.

mod browser;
mod check;
mod cli;
mod suite;
mod tally;
mod up;
mod watch;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Parser;
use connectly_build::guests;
use connectly_build::toolchain::Toolchain;
use connectly_local::outcome::Outcome;
use connectly_local::project_database::ProjectDatabase;
use connectly_local::stop_signal::StopSignal;
use connectly_local::{apt, migrate, process, report, workspace};

use self::cli::{BuildArgs, CheckArgs, Cli, Command, MigrateAction, MigrateArgs, PassedOn};

// One thread, so that dropping what a command started, which stops it, is the last thing that
// happens.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    process::raise_open_files();
    let cli = Cli::parse();
    cli.packages.apply();
    let result = match cli.command {
        // These two run until they are stopped, so that is a success.
        Command::Up(args) => up::run(args).await.map(|()| Outcome::Success),
        Command::Postgres => postgres().await.map(|()| Outcome::Success),
        Command::Test(args) => Outcome::until_stopped(test(args)).await,
        Command::Check(args) => Outcome::until_stopped(check(&args)).await,
        Command::Build(args) => Outcome::until_stopped(build(&args)).await,
        Command::Migrate(args) => Outcome::until_stopped(migrate(&args)).await,
        // These two are large, so they are compiled only when needed.
        Command::Fuzz(args) => Err(run_package("connectly-fuzz", &args)),
        Command::Bench(args) => Err(run_package("connectly-bench", &args)),
    };
    Outcome::report(result)
}

/// Replaces this process with the program of another package of the workspace.
fn run_package(package: &str, PassedOn { arguments }: &PassedOn) -> anyhow::Error {
    if !workspace::host_target_dir().join("debug").join(package).exists() {
        report::step(format_args!("Building {package} (once)"));
    }
    let mut cargo = process::cargo();
    cargo.args(["run", "--quiet", "--package", package, "--target-dir"]);
    cargo.arg(workspace::host_target_dir()).arg("--").args(arguments);
    if apt::is_allowed() {
        cargo.env(apt::VARIABLE, "true");
    }
    process::become_program(cargo)
}

async fn test(options: suite::Options) -> Result<Outcome> {
    suite::run(&options).await.map(Outcome::of)
}

async fn check(args: &CheckArgs) -> Result<Outcome> {
    check::run(args.guests.toolchain).await.map(Outcome::of)
}

async fn build(args: &BuildArgs) -> Result<Outcome> {
    let toolchain = Toolchain::prepare(args.guests.toolchain).await?;
    for guest in guests::build(&toolchain, args.wasi).await? {
        println!("{:>8.1} kB  {}", guest.size as f64 / 1000.0, guest.name);
    }
    Ok(Outcome::Success)
}

async fn migrate(args: &MigrateArgs) -> Result<Outcome> {
    let database = ProjectDatabase::open().await?;
    let url = database.address.url()?;
    let result = match args.action {
        None => apply(&database).await,
        Some(MigrateAction::Status) => status(&url).await,
        Some(MigrateAction::Reset { yes: true }) => reset(&database).await,
        Some(MigrateAction::Reset { yes: false }) => Err(anyhow::anyhow!(
            "this would delete all data in {:?}: every table of its schema `public`, with all \
             accounts and posts. Nothing was done. If you mean it: `cargo xtask migrate reset --yes`",
            database.address
        )),
    };
    database.close().await?;
    result.map(|()| Outcome::Success)
}

async fn apply(database: &ProjectDatabase) -> Result<()> {
    let files = database.migrate().await?;
    if files.is_empty() {
        println!("nothing to do");
    }
    for file in files {
        println!("applied  {file}");
    }
    Ok(())
}

async fn status(url: &str) -> Result<()> {
    for migration in migrate::status(url).await? {
        match migration.applied_at {
            Some(time) => println!("applied  {time}  {}", migration.file),
            None => println!("pending  {:23}  {}", "", migration.file),
        }
    }
    Ok(())
}

async fn reset(database: &ProjectDatabase) -> Result<()> {
    migrate::drop_everything(&database.address.url()?).await?;
    apply(database).await
}

/// Runs the project's Postgres until it is stopped.
async fn postgres() -> Result<()> {
    let mut stop = StopSignal::new()?;
    let mut database = tokio::select! {
        database = ProjectDatabase::open() => database?,
        () = stop.received() => return Ok(()),
    };
    println!("{}", database.address.url()?);
    let Some(cluster) = database.cluster() else {
        // Printed alone on stdout, for scripts.
        report::note("this database is already running, by itself or for another command");
        return Ok(());
    };
    report::note("running until Ctrl-C; .env has its address for `spin up`");
    tokio::select! {
        log = cluster.ended() => bail!("Postgres ended; its log says:\n{log}"),
        () = stop.received() => {}
    }
    database.shut_down().await;
    Ok(())
}
