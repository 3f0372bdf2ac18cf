//! libfaketime: shows a program another time than the machine's, for the tests that set a clock
//! back.

use std::path::{Path, PathBuf};

use crate::requirement::Requirement;

/// Names the library, and tells the tests which one that is.
pub const VARIABLE: &str = "CONNECTLY_FAKETIME";

/// Tells the tests why the library is missing.
pub const MISSING: &str = "CONNECTLY_FAKETIME_MISSING";

/// For programs with many threads.
const LIBRARY: &str = "libfaketimeMT.so.1";

/// The library.
pub const REQUIREMENT: Requirement = Requirement {
    package: "libfaketime",
    purpose: "a clock that is set back",
    variable: VARIABLE,
    missing: MISSING,
    release: None,
    find,
};

/// Where distributions put it: in a folder `faketime`, beside the other libraries.
fn find() -> Option<PathBuf> {
    let folders = ["/usr/lib", "/usr/lib64", "/usr/local/lib"].map(Path::new);
    let multiarch = Path::new("/usr/lib").read_dir().into_iter().flatten().flatten();
    folders
        .map(Path::to_owned)
        .into_iter()
        .chain(multiarch.map(|folder| folder.path()))
        .map(|folder| folder.join("faketime").join(LIBRARY))
        .find(|library| library.exists())
}
