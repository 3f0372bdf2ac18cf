//! Building the editor's preview: the site's Markdown as a WebAssembly module, which the frontend takes
//! from cargo's folder.

use std::path::PathBuf;

use anyhow::Result;
use connectly_local::{process, workspace};

use crate::toolchain::{TARGET, Toolchain};

/// The package.
pub const PACKAGE: &str = "connectly-preview";

/// Builds the module if it has changed since the last build.
pub async fn build(toolchain: &Toolchain) -> Result<()> {
    let mut cargo = toolchain.cargo();
    cargo.args(["build", "--release", "--quiet", "--target", TARGET]);
    cargo.arg("--target-dir").arg(workspace::root().join("target"));
    process::run(cargo.args(["--package", PACKAGE])).await
}

/// The module.
pub fn file() -> PathBuf {
    workspace::root().join(format!("target/{TARGET}/release/connectly_preview.wasm"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spin_builds_it_as_xtask_does_before_the_frontend() {
        for manifest in ["spin.toml", "spin.wasi-0.2.toml", "spin.wasi-0.3-rc.toml"] {
            let text = std::fs::read_to_string(workspace::root().join(manifest)).unwrap();
            let command = format!("cargo build --release --package {PACKAGE} --target {TARGET}\",");
            let place = text.find(&command).unwrap();
            assert!(place < text.find("npm run build").unwrap(), "{manifest}");
        }
    }

    #[test]
    fn the_frontend_takes_it_from_where_cargo_writes_it() {
        let path = workspace::root().join("frontend/build/preview.ts");
        let place = file().strip_prefix(workspace::root()).unwrap().display().to_string();
        assert!(std::fs::read_to_string(path).unwrap().contains(&place));
    }
}
