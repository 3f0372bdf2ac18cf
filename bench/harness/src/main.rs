//! What `cargo xtask bench` runs.

use std::process::ExitCode;

use clap::Parser;
use connectly_bench::Options;
use connectly_local::outcome::Outcome;

// One thread, so that dropping what a command started, which stops it, is the last thing that
// happens.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = Options::parse();
    options.packages.apply();
    let command = async { connectly_bench::run(&options).await.map(|()| Outcome::Success) };
    Outcome::report(Outcome::until_stopped(command).await)
}
