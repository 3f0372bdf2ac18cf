//! The English of documents and comments: `packages/prose/rules.yml` lists what is hard to read.

use anyhow::Result;
use connectly_build::node;
use connectly_local::process;

pub async fn check() -> Result<()> {
    node::prepare().await?;
    let mut npm = node::npm();
    npm.args(["run", "--silent", "--workspace", "@connectly/prose", "prose"]);
    process::output(&mut npm).await.map(drop)
}
