//! The commands and their options, as `--help` shows them.

use std::ffi::OsString;

use clap::{Args, Parser, Subcommand};
use connectly_build::toolchain::GuestArgs;
use connectly_local::apt::InstallArgs;
use connectly_local::wasi::Wasi;

use crate::{suite, up};

/// The project's own commands
///
/// A fresh clone needs only Rust and Node: each command gets what is missing.
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
    /// Send random requests, and check every answer against the API's document
    #[command(disable_help_flag = true)]
    Fuzz(PassedOn),
    Check(CheckArgs),
    Build(BuildArgs),
    /// Compare Connectly with its peers and the machine's limit, and write docs/benchmarks.md
    #[command(disable_help_flag = true)]
    Bench(PassedOn),
    Migrate(MigrateArgs),
    /// Run the project's Postgres until Ctrl-C and print its URL, for `spin up` or psql
    Postgres,
}

/// Run every check besides the tests: format, lints, documentation, dependencies and more
///
/// Prints each with its time, and runs all of them, even after one has failed.
#[derive(Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub guests: GuestArgs,
}

/// Build the guests, the WebAssembly components that `spin.toml` names
///
/// Makes the same guests as `spin build`, but smaller, with one call of cargo. Gets a compiler if
/// it is missing.
#[derive(Args)]
pub struct BuildArgs {
    /// Build for this version of WASI; spin.wasi-VERSION.toml is the manifest
    #[arg(long, value_enum, value_name = "VERSION", default_value = "0.3")]
    pub wasi: Wasi,
    #[command(flatten)]
    pub guests: GuestArgs,
}

// Not a doc comment, which would replace the command's own description.
#[derive(Args)]
pub struct PassedOn {
    /// Options of the program behind the command; `--help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "OPTIONS")]
    pub arguments: Vec<OsString>,
}

/// Apply the pending files of `migrations/` to the database
///
/// Uses DATABASE_URL if it is set, otherwise the project's own Postgres, and starts that if needed.
/// Refuses if an applied file was changed or is missing.
#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask migrate\n  cargo xtask migrate status\n  \
                        DATABASE_URL=postgres://me:secret@db.example/connectly cargo xtask migrate")]
pub struct MigrateArgs {
    #[command(subcommand)]
    pub action: Option<MigrateAction>,
}

/// Other actions for migrations.
#[derive(Subcommand)]
pub enum MigrateAction {
    /// List the files, and when each was applied
    Status,
    /// Delete all data and apply all migrations again
    Reset {
        /// Confirm that all data is to be deleted
        #[arg(long)]
        yes: bool,
    },
}
