//! `cargo xtask`: the project's own commands.

mod bench;
mod browser;
mod check;
mod cli;
mod fuzz;
mod suite;
mod tally;
mod up;
mod watch;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Parser;
use connectly_build::guests;
use connectly_build::toolchain::Toolchain;
use connectly_local::project_database::ProjectDatabase;
use connectly_local::stop_signal::StopSignal;
use connectly_local::{migrate, process, report};

use self::cli::{
    BuildArgs, CheckArgs, Cli, Command, FuzzArgs, MigrateAction, MigrateArgs, TestArgs,
};

/// How a command ended that reported its own failures.
enum Outcome {
    Success,
    Failure,
    Interrupted,
}

impl Outcome {
    fn of(success: bool) -> Self {
        if success { Self::Success } else { Self::Failure }
    }
}

// One thread: dropping what a command started, and so stopping it, is then the last thing
// that happens.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    process::raise_open_files();
    let result = match Cli::parse().command {
        // These two run until they are stopped, which is no failure.
        Command::Up(args) => up::run(args.into()).await.map(|()| Outcome::Success),
        Command::Postgres => postgres().await.map(|()| Outcome::Success),
        Command::Test(args) => until_stopped(test(args)).await,
        Command::Fuzz(args) => until_stopped(fuzz(args)).await,
        Command::Check(args) => until_stopped(check(&args)).await,
        Command::Build(args) => until_stopped(build(&args)).await,
        Command::Bench(args) => {
            until_stopped(async { bench::run(&args.into()).await.map(|()| Outcome::Success) }).await
        }
        Command::Migrate(args) => until_stopped(migrate(&args)).await,
    };
    match result {
        Ok(Outcome::Success) => ExitCode::SUCCESS,
        Ok(Outcome::Failure) => ExitCode::FAILURE,
        // What a shell shows for a program that Ctrl-C ended.
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a command that ends by itself. If it is interrupted, what it has started is stopped
/// all the same.
async fn until_stopped(command: impl Future<Output = Result<Outcome>>) -> Result<Outcome> {
    let mut stop = StopSignal::new()?;
    tokio::select! {
        result = command => result,
        () = stop.received() => Ok(Outcome::Interrupted),
    }
}

async fn test(args: TestArgs) -> Result<Outcome> {
    suite::run(&args.into()).await.map(Outcome::of)
}

async fn fuzz(args: FuzzArgs) -> Result<Outcome> {
    fuzz::run(&args.into()).await.map(Outcome::of)
}

async fn check(args: &CheckArgs) -> Result<Outcome> {
    check::run(args.guests.toolchain).await.map(Outcome::of)
}

async fn build(args: &BuildArgs) -> Result<Outcome> {
    let toolchain = Toolchain::prepare(args.guests.toolchain).await?;
    for guest in guests::build(&toolchain).await? {
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
        // It is the address that counts for somebody who scripts this.
        report::note("this database runs already, by itself or for another command");
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
