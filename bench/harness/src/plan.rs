//! What is measured, and for how long.

use std::time::Duration;

use clap::{Parser, ValueEnum};
use connectly_build::toolchain::GuestArgs;
use connectly_local::apt::InstallArgs;
use serde::{Deserialize, Serialize};

/// Compare Connectly with its peers and the machine's limit, and write docs/benchmarks.md
///
/// Starts everything itself on loopback, with its own Postgres, and sends requests with wrk. Don't
/// use the machine meanwhile: a run takes about an hour, a quick one 5 minutes. The raw results are
/// in `.data/bench`.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask bench", bin_name = "cargo xtask bench")]
#[command(after_help = "Examples:\n  cargo xtask bench\n  cargo xtask bench --quick\n  \
                        cargo xtask bench --only connectly-devhost --only native-sqlx --rounds 1\n  \
                        cargo xtask bench --scenario page --quick\n  \
                        cargo xtask bench --hosts")]
pub struct Options {
    /// Take fewer and shorter measurements
    #[arg(long)]
    pub quick: bool,
    /// Number of rounds
    #[arg(long, value_name = "COUNT")]
    pub rounds: Option<usize>,
    /// Seconds for one measurement
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub seconds: Option<u64>,
    /// Measure only this contestant, and leave docs/benchmarks.md alone; may be repeated
    #[arg(long, value_name = "NAME")]
    pub only: Vec<String>,
    /// Measure only this scenario, and leave docs/benchmarks.md alone; may be repeated
    #[arg(long, value_name = "NAME")]
    pub scenario: Vec<Scenario>,
    /// Measure only 1 to 8 hosts with one database, with and without PgBouncer, in 5 minutes
    #[arg(long, conflicts_with_all = ["only", "scenario"])]
    pub hosts: bool,
    /// The compiler of the guests.
    #[command(flatten)]
    pub guests: GuestArgs,
    /// Whether to install packages.
    #[command(flatten)]
    pub packages: InstallArgs,
}

/// The scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scenario {
    /// A post of 1 kB by its id.
    Read,
    /// The newest 20 posts with their authors.
    List,
    /// A new post of 1 kB.
    Create,
    /// Nine reads for each new post.
    Mixed,
    /// A password for a token.
    SignIn,
    /// A post's page, which anyone may read, compressed as browsers ask for it.
    Page,
    /// A post of 1 kB by its id, for anyone.
    PublicRead,
}

impl Scenario {
    pub const ALL: [Self; 7] = [
        Self::Read,
        Self::List,
        Self::Create,
        Self::Mixed,
        Self::SignIn,
        Self::Page,
        Self::PublicRead,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Self::Read => "read one post",
            Self::List => "list 20 posts",
            Self::Create => "create a post",
            Self::Mixed => "90 % read, 10 % create",
            Self::SignIn => "sign in",
            Self::Page => "read a post’s page",
            Self::PublicRead => "read one post without a token",
        }
    }

    /// The name of the scenario's plot.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::List => "list",
            Self::Create => "create",
            Self::Mixed => "mixed",
            Self::SignIn => "sign-in",
            Self::Page => "page",
            Self::PublicRead => "public-read",
        }
    }

    pub fn writes(self) -> bool {
        matches!(self, Self::Create | Self::Mixed | Self::SignIn)
    }

    /// Whether it is for readers without an account.
    pub fn is_public(self) -> bool {
        matches!(self, Self::Page | Self::PublicRead)
    }
}

/// The connections at which contestants are compared.
pub const USUAL: u32 = 32;
/// The number of connections that the targets require.
pub const MOST: u32 = 1_024;

/// The size of a run.
#[derive(Debug)]
pub struct Plan {
    pub quick: bool,
    pub scenarios: Vec<Scenario>,
    pub rounds: usize,
    /// Of one measurement.
    seconds: Duration,
    /// Before each measurement.
    pub warm_up: Duration,
    /// In the database.
    pub posts: u32,
    /// In the databases for the measurement of growth, in rising order.
    pub growth: &'static [u32],
    pub growth_rounds: usize,
    pub growth_seconds: Duration,
}

impl Plan {
    pub fn new(options: &Options) -> Self {
        let quick = options.quick;
        let seconds = Duration::from_secs(options.seconds.unwrap_or(if quick { 1 } else { 5 }));
        let chosen = &options.scenario;
        let is_chosen = |one: &Scenario| chosen.is_empty() || chosen.contains(one);
        Self {
            quick,
            scenarios: Scenario::ALL.into_iter().filter(is_chosen).collect(),
            rounds: options.rounds.unwrap_or(if quick { 2 } else { 3 }),
            seconds,
            warm_up: Duration::from_secs(1),
            posts: 10_000,
            growth: if quick { &[1_000, 100_000] } else { &[1_000, 10_000, 100_000, 1_000_000] },
            growth_rounds: if quick { 1 } else { 5 },
            growth_seconds: Duration::from_secs(if quick { 1 } else { 3 }),
        }
    }

    /// Whether everything is measured, and not only some scenarios.
    pub fn is_whole(&self) -> bool {
        self.scenarios.len() == Scenario::ALL.len()
    }

    /// A quick run repeats only what the targets need.
    pub fn rounds_of(&self, scenario: Scenario) -> usize {
        match scenario {
            Scenario::Read | Scenario::List => self.rounds,
            _ if self.quick => 1,
            _ => self.rounds,
        }
    }

    pub fn connections(&self, scenario: Scenario) -> &'static [u32] {
        match (scenario, self.quick) {
            (Scenario::Read, true) => &[1, USUAL, MOST],
            (_, true) => &[USUAL],
            // A hash occupies a core for so long that more connections would only wait.
            (Scenario::SignIn, false) => &[1, USUAL],
            (Scenario::Page | Scenario::PublicRead, false) => &[1, USUAL, MOST],
            (_, false) => &[1, USUAL, 256, MOST],
        }
    }

    /// Opening many connections takes long. Sign-ins are few and come in bursts, because an
    /// instance hashes for all its requests before it answers the first.
    pub fn duration(&self, scenario: Scenario, connections: u32) -> Duration {
        let times = match (scenario, self.quick) {
            (Scenario::SignIn, true) => 6,
            (Scenario::SignIn, false) => 2,
            _ if connections < MOST => 1,
            (_, true) => 3,
            (_, false) => 2,
        };
        self.seconds * times
    }

    /// Seconds of one measurement.
    pub fn seconds(&self) -> u64 {
        self.seconds.as_secs()
    }
}
