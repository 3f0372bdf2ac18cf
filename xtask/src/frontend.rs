//! Building the frontend, into `frontend/dist`, which `spin.toml` gives to the component `web`.

use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result};

use crate::{lock, node, process, report, workspace};

/// The npm package.
pub const PACKAGE: &str = "@connectly/frontend";

/// What it is made from.
const SOURCES: [&str; 4] =
    ["frontend", "packages/common", "docs/openapi.json", "package-lock.json"];

/// What is made, or no part of it.
const PASSED_OVER: [&str; 4] = ["dist", "node_modules", "README.md", "tests"];

/// Builds the frontend, unless nothing has changed since that was done.
pub async fn build() -> Result<()> {
    node::prepare().await?;
    let _one_at_a_time = lock::acquire(&workspace::data_dir().join("frontend.lock")).await?;
    if is_fresh()? {
        return Ok(());
    }
    report::step("Building the frontend");
    let mut npm = node::npm();
    npm.args(["run", "build", "--workspace", PACKAGE]);
    process::output(&mut npm).await.map(drop).context("the frontend cannot be built")
}

fn is_fresh() -> Result<bool> {
    let root = workspace::root();
    // Written by the last step of the build.
    let Some(built) = node::modified(&root.join("frontend/dist/index.html")) else {
        return Ok(false);
    };
    for source in SOURCES {
        if newest(&root.join(source))? > built {
            return Ok(false);
        }
    }
    Ok(true)
}

/// When something in a folder changed last, also by being added or taken away.
fn newest(path: &Path) -> Result<SystemTime> {
    let metadata = path.metadata().with_context(|| path.display().to_string())?;
    let mut newest = metadata.modified()?;
    if metadata.is_dir() {
        for entry in path.read_dir()? {
            let entry = entry?;
            if !PASSED_OVER.iter().any(|name| entry.file_name() == *name) {
                newest = newest.max(self::newest(&entry.path())?);
            }
        }
    }
    Ok(newest)
}
