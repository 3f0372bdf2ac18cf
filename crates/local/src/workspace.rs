//! Where things are in this clone.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// The workspace's folder, which has `spin.toml` in it.
///
/// Cargo says at run time which package it runs. The path at compile time may be that of another
/// clone, if both share a `CARGO_TARGET_DIR`.
pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package.ancestors().find(|folder| folder.join("spin.toml").exists());
        root.expect("packages lie in the workspace, beside spin.toml").to_owned()
    })
}

/// The folder for what belongs to this clone and is never committed: locks and, usually, Postgres.
///
/// It is not under `target`, so that `cargo clean` doesn't delete posts.
pub fn data_dir() -> PathBuf {
    root().join(".data")
}

/// Cargo's output for what runs natively.
pub fn host_target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}
