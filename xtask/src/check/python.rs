//! The Python of `cargo xtask fuzz`: whether it can be read. What it does, a run shows.

use anyhow::{Result, bail};
use connectly_local::process;

const FILES: [&str; 1] = ["tests/fuzz/hooks.py"];

/// Nothing is left behind, unlike by Python's own compiler.
const SCRIPT: &str = "import ast, sys; [ast.parse(open(f).read(), f) for f in sys.argv[1:]]";

pub async fn check() -> Result<()> {
    if process::find_program("python3").is_none() {
        bail!("python3 is not on the PATH: install Python 3.11 or newer");
    }
    process::output(process::command("python3").args(["-c", SCRIPT]).args(FILES)).await.map(drop)
}
