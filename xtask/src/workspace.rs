//! Where things are in this clone.

use std::path::{Path, PathBuf};

/// The folder of the workspace's `Cargo.toml`.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

/// What belongs to this clone and is never committed: locks, and in most places Postgres.
///
/// It is not under `target`, so that `cargo clean` deletes nobody's posts.
pub fn data_dir() -> PathBuf {
    root().join(".data")
}

/// Cargo's output for the guests. `spin.toml` names paths below it, so `CARGO_TARGET_DIR`
/// does not apply to them.
pub fn guest_target_dir() -> PathBuf {
    root().join("target")
}

/// Cargo's output for what runs natively.
pub fn host_target_dir() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}
