//! The npm packages' own checks: the TypeScript compiler and the linters report nothing.

use anyhow::Result;
use connectly_build::node;
use connectly_local::process;

pub async fn check() -> Result<()> {
    node::prepare().await?;
    process::output(&mut node::run_everywhere("check")).await.map(drop)
}
