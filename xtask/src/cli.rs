//! The commands and their options, as `--help` shows them.

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand};
use connectly_build::toolchain::GuestArgs;
use connectly_local::apt::InstallArgs;

use crate::{suite, up};

/// The project's own commands
///
/// With Rust and Node installed, a fresh clone needs nothing else: each command gets what
/// it misses.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
#[command(after_help = "Begin with:\n  cargo xtask up      serve the application\n  \
                        cargo xtask test    run every test")]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub packages: InstallArgs,
}

/// One of the project's commands.
#[derive(Subcommand)]
pub enum Command {
    Up(up::Options),
    Test(suite::Options),
    /// Send requests that nobody thought of, and hold every answer against the API's document
    #[command(disable_help_flag = true)]
    Fuzz(PassedOn),
    Check(CheckArgs),
    Build(BuildArgs),
    /// Measure Connectly beside its peers and the machine's limit, and write docs/benchmarks.md
    #[command(disable_help_flag = true)]
    Bench(PassedOn),
    Migrate(MigrateArgs),
    /// Run the project's Postgres until Ctrl-C and print its URL, for `spin up` or psql
    Postgres,
}

/// Run every check besides the tests: format, lints, documentation, dependencies and more
///
/// Each is printed with its time, and all of them are run, also after one has failed.
#[derive(Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub guests: GuestArgs,
}

/// Build the guests, the WebAssembly components that `spin.toml` names
///
/// The same files as from `spin build`, in one call of cargo, with a compiler that is
/// fetched where it is missing.
#[derive(Args)]
pub struct BuildArgs {
    #[command(flatten)]
    pub guests: GuestArgs,
}

// No doc comment: it would take the place of the command's own description.
#[derive(Args)]
pub struct PassedOn {
    /// The options of the program that does it; `--help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "OPTIONS")]
    pub arguments: Vec<OsString>,
}

/// Apply the pending files of `migrations/` to the database
///
/// Works on DATABASE_URL if that is set, else on the project's own Postgres, which is
/// started for it if need be. Refuses when an applied file was changed or is missing.
#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask migrate\n  cargo xtask migrate status\n  \
                        DATABASE_URL=postgres://me:secret@db.example/connectly cargo xtask migrate")]
pub struct MigrateArgs {
    #[command(subcommand)]
    pub action: Option<MigrateAction>,
}

/// What else can be done about migrations.
#[derive(Subcommand)]
pub enum MigrateAction {
    /// List the files, and since when they are applied
    Status,
    /// Delete all data and begin afresh
    Reset {
        /// Really do it
        #[arg(long)]
        yes: bool,
    },
}
