//! The compiler for the guests: how to find, get and call it.
//!
//! On most machines, rustup adds the target. If it cannot download, Debian's packages build the
//! target's standard library from source.

mod debian;
mod linkers;
mod rustup;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use connectly_local::{lock, process, workspace};
use tokio::process::Command;

pub use connectly_local::manifest::TARGET;

use self::debian::DebianToolchain;

/// The user's choice of guest toolchain; by default, the first that works.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    /// The target of the installed Rust, added with rustup if missing.
    Rustup,
    /// Debian's packages, installed with apt-get if missing.
    Debian,
}

// An ordinary comment: a doc comment would take the place of the command's own description.
// The option of every command that builds guests.
#[allow(missing_docs, reason = "see above")]
#[derive(Args, Clone, Copy, Debug, Default)]
pub struct GuestArgs {
    /// Compile the guests with this instead of the first that works
    #[arg(id = "guest_toolchain", long = "guest-toolchain", env = "CONNECTLY_GUEST_TOOLCHAIN")]
    // Hidden, because users of rustup don't need it.
    #[arg(hide = true, value_name = "NAME")]
    pub toolchain: Option<Choice>,
}

/// A cargo that builds the guests.
#[derive(Debug)]
pub enum Toolchain {
    /// The ordinary cargo, whose compiler has the target.
    Ordinary,
    /// Debian's cargo, which builds the standard library too.
    Debian(DebianToolchain),
}

impl Toolchain {
    /// Finds or gets the toolchain.
    pub async fn prepare(choice: Option<Choice>) -> Result<Self> {
        let _one_at_a_time = lock::acquire(&workspace::data_dir().join("toolchain.lock")).await?;
        match choice {
            Some(Choice::Rustup) => {
                rustup::prepare().await?;
                Ok(Self::Ordinary)
            }
            Some(Choice::Debian) => debian::prepare().await.map(Self::Debian),
            None => first_that_works().await,
        }
    }

    /// `cargo`, ready for arguments such as `build --target wasm32-wasip2`.
    pub fn cargo(&self) -> Command {
        with_the_targets_flags(match self {
            Self::Ordinary => process::cargo(),
            Self::Debian(toolchain) => toolchain.cargo(),
        })
    }

    /// `cargo clippy`, ready for its arguments.
    pub fn clippy(&self) -> Command {
        let mut clippy = match self {
            Self::Ordinary => process::cargo(),
            Self::Debian(toolchain) => toolchain.cargo_clippy(),
        };
        clippy.arg("clippy");
        with_the_targets_flags(clippy)
    }
}

/// Removes the variables that would replace the target's own flags.
fn with_the_targets_flags(mut cargo: Command) -> Command {
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo
}

async fn first_that_works() -> Result<Toolchain> {
    if rustup::has_target().await {
        return Ok(Toolchain::Ordinary);
    }
    if let Some(toolchain) = debian::find().await? {
        return Ok(Toolchain::Debian(toolchain));
    }
    let by_rustup = match rustup::prepare().await {
        Ok(()) => return Ok(Toolchain::Ordinary),
        Err(error) => error,
    };
    if !debian::is_possible() {
        return Err(by_rustup.context(format!(
            "there is no compiler for {TARGET}, the target of the guests: install Rust with \
             rustup (https://rustup.rs), then run `rustup target add {TARGET}`"
        )));
    }
    match debian::prepare().await {
        Ok(toolchain) => Ok(Toolchain::Debian(toolchain)),
        Err(by_debian) => bail!(
            "there is no compiler for {TARGET}, the target of the guests.\n\
             Do one of these and try again:\n\
             - with rustup, `rustup target add {TARGET}`\n  {by_rustup:#}\n\
             - with Debian's packages, of which wasi-libc must have /usr/lib/{TARGET} (bookworm: \
             from backports)\n  {by_debian:#}"
        ),
    }
}
