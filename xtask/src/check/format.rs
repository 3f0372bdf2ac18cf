//! Every file is as rustfmt writes it.

use anyhow::{Context, Result};
use connectly_local::process;

pub async fn check() -> Result<()> {
    process::output(process::cargo().args(["fmt", "--all", "--check"]))
        .await
        .map(drop)
        .context("`cargo fmt --all` fixes it")
}
