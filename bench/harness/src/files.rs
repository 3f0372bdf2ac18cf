//! The files that a run leaves.

use std::path::PathBuf;

use connectly_local::workspace;

/// The folder of the raw results and of the servers' logs.
pub fn folder() -> PathBuf {
    workspace::data_dir().join("bench")
}
