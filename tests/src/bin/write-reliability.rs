//! Writes `docs/reliability.md` from the figures that `cargo xtask test --faults` has collected.

use std::path::Path;

use anyhow::{Context, Result, bail};
use connectly_tests::reliability;

fn main() -> Result<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [folder, trials, runtime] = arguments.as_slice() else {
        bail!("usage: write-reliability FOLDER TRIALS RUNTIME");
    };
    let trials = trials.parse().context("the number of trials")?;
    let file = reliability::write(Path::new(folder), trials, runtime)?;
    eprintln!("==> The figures are in {file}");
    Ok(())
}
