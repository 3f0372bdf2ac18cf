//! The commands and their options, as `--help` shows them.

use std::net::SocketAddr;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use connectly_build::toolchain;
use connectly_local::runtime;

use crate::{bench, fuzz, suite, up};

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
}

/// One of the project's commands.
#[derive(Subcommand)]
pub enum Command {
    Up(UpArgs),
    Test(TestArgs),
    Fuzz(FuzzArgs),
    Check(CheckArgs),
    Build(BuildArgs),
    Bench(BenchArgs),
    Migrate(MigrateArgs),
    /// Run the project's Postgres until Ctrl-C and print its URL, for `spin up` or psql
    Postgres,
}

/// Serve the application, getting and building what is missing
///
/// Starts a Postgres of the project's own, unless DATABASE_URL names another; applies the
/// migrations; writes secrets to `.env` on the first run. Ctrl-C stops all of it. The data
/// stays in `.data`.
#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask up\n  \
                        cargo xtask up --watch\n  \
                        cargo xtask up --listen 0.0.0.0:8080 --runtime spin\n  \
                        DATABASE_URL=postgres://me:secret@db.example/connectly cargo xtask up")]
pub struct UpArgs {
    /// Serve on this address
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// Run on this host [default: spin where the PATH has 4.1 or newer, else devhost]
    #[arg(long, value_name = "NAME")]
    runtime: Option<runtime::Choice>,
    /// Build and start anew what is changed, with Vite's hot reload for the frontend
    #[arg(long)]
    watch: bool,
    /// Build the guests optimised; they always are
    #[arg(long)]
    release: bool,
    #[command(flatten)]
    guests: GuestArgs,
}

impl From<UpArgs> for up::Options {
    fn from(args: UpArgs) -> Self {
        Self {
            listen: args.listen,
            runtime: args.runtime,
            guest_toolchain: args.guests.toolchain,
            watch: args.watch,
        }
    }
}

/// Run every test, getting and building what is missing
///
/// The tests get a Postgres of their own, without what `up` keeps, unless DATABASE_URL names
/// one that they may create databases in. The last line is the sum of all results.
#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask test\n  cargo xtask test create_post\n  \
                        cargo xtask test --runtime spin sign_out -- --nocapture\n  \
                        cargo xtask test --faults")]
pub struct TestArgs {
    /// Run only tests whose name contains this
    filter: Option<String>,
    /// Run the tests of faults alone, each at its full length, and write what they measure
    /// to docs/reliability.md; leave the machine to it
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

impl From<TestArgs> for suite::Options {
    fn from(args: TestArgs) -> Self {
        Self {
            runtime: args.runtime,
            guest_toolchain: args.guests.toolchain,
            filter: args.filter,
            faults: args.faults,
            arguments: args.arguments,
        }
    }
}

/// Send requests that nobody thought of, and hold every answer against the API's document
///
/// Schemathesis makes them from docs/openapi.json: good ones and bad ones, one by one and in
/// sequences, with a session and without. It is fetched into a Python environment of the
/// project's own.
#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask fuzz\n  \
                        cargo xtask fuzz --cases 1000 --seed 7")]
pub struct FuzzArgs {
    /// Send at least this many requests
    #[arg(long, value_name = "NUMBER", default_value_t = 20_000)]
    cases: u64,
    /// Begin with this seed, which an earlier run has told [default: a random one]
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u32>,
    /// Give up after this many minutes
    #[arg(long, value_name = "NUMBER", default_value_t = 60)]
    minutes: u64,
    /// Try the application on this host [default: as for `up`]
    #[arg(long, value_name = "NAME")]
    runtime: Option<runtime::Choice>,
    #[command(flatten)]
    guests: GuestArgs,
}

impl From<FuzzArgs> for fuzz::Options {
    fn from(args: FuzzArgs) -> Self {
        Self {
            cases: args.cases,
            seed: args.seed,
            limit: Duration::from_secs(args.minutes * 60),
            runtime: args.runtime,
            guest_toolchain: args.guests.toolchain,
        }
    }
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
pub struct GuestArgs {
    /// Compile the guests with this instead of the first that works
    #[arg(id = "guest_toolchain", long = "guest-toolchain", env = "CONNECTLY_GUEST_TOOLCHAIN")]
    #[arg(hide_env_values = true, value_name = "NAME")]
    pub toolchain: Option<toolchain::Choice>,
}

/// Measure Connectly beside its peers and the machine's limit, and write docs/benchmarks.md
///
/// Starts everything itself on loopback, with a Postgres of its own, and loads it with wrk.
/// Leave the machine alone meanwhile: a run takes about an hour, a quick one 5 minutes. The raw
/// results are in `.data/bench`.
#[derive(Args)]
#[command(after_help = "Examples:\n  cargo xtask bench\n  cargo xtask bench --quick\n  \
                        cargo xtask bench --only connectly-devhost --only native-sqlx --rounds 1")]
pub struct BenchArgs {
    /// Measure less, and shorter
    #[arg(long)]
    quick: bool,
    /// How often each contestant's turn comes
    #[arg(long, value_name = "COUNT")]
    rounds: Option<usize>,
    /// How long one measurement takes
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    seconds: Option<u64>,
    /// Measure only this contestant, and leave docs/benchmarks.md alone; may be repeated
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    #[command(flatten)]
    guests: GuestArgs,
}

impl From<BenchArgs> for bench::Options {
    fn from(args: BenchArgs) -> Self {
        Self {
            quick: args.quick,
            rounds: args.rounds,
            seconds: args.seconds,
            only: args.only,
            guest_toolchain: args.guests.toolchain,
        }
    }
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
