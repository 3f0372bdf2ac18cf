//! What is left of a run.

use std::path::PathBuf;

use connectly_local::workspace;

/// The folder of the raw results and of the servers' logs.
pub fn folder() -> PathBuf {
    workspace::data_dir().join("bench")
}
