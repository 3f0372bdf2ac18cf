//! The Python code of `cargo xtask fuzz` parses. Only a run tests what it does.

use anyhow::{Result, bail};
use connectly_local::process;

const FILES: [&str; 1] = ["tests/fuzz/hooks.py"];

/// Unlike Python's own compiler, this leaves no files behind.
const SCRIPT: &str = "import ast, sys; [ast.parse(open(f).read(), f) for f in sys.argv[1:]]";

pub async fn check() -> Result<()> {
    if process::find_program("python3").is_none() {
        bail!("python3 is not on the PATH: install Python 3.11 or newer");
    }
    process::output(process::command("python3").args(["-c", SCRIPT]).args(FILES)).await.map(drop)
}
