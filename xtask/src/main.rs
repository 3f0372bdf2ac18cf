//! `cargo xtask`: the project's own commands.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use xtask::{guests, toolchain};

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(BuildArgs),
}

/// Build the guests: the WebAssembly components that `spin.toml` names
#[derive(Args)]
struct BuildArgs {
    /// Use this compiler for the guests instead of the first that works
    #[arg(long, env = "CONNECTLY_GUEST_TOOLCHAIN", value_name = "NAME")]
    guest_toolchain: Option<toolchain::Choice>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<()> {
    match cli.command {
        Command::Build(args) => build(&args).await,
    }
}

async fn build(args: &BuildArgs) -> Result<()> {
    let toolchain = toolchain::Toolchain::prepare(args.guest_toolchain).await?;
    for guest in guests::build(&toolchain).await? {
        println!("{:>8.1} kB  {}", guest.size as f64 / 1000.0, guest.name);
    }
    Ok(())
}
