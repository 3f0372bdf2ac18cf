//! The files that a run leaves, and those that it doesn't.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use connectly_local::workspace;
use tempfile::TempDir;

/// The folder of the raw results and of the servers' logs.
pub fn folder() -> PathBuf {
    workspace::data_dir().join("bench")
}

/// A temporary folder that other users may enter, because some programs change theirs.
pub fn temporary_folder() -> io::Result<TempDir> {
    let anyone_reads = Permissions::from_mode(0o755);
    tempfile::Builder::new().permissions(anyone_reads).tempdir()
}
