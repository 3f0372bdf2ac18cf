//! nginx, for the tests that put it in front of the application.

use std::path::{Path, PathBuf};

use crate::{process, requirement::Requirement};

/// Names the program, and tells the tests which one that is.
pub const VARIABLE: &str = "CONNECTLY_NGINX";

/// Tells the tests why nginx is missing.
pub const MISSING: &str = "CONNECTLY_NGINX_MISSING";

const PROGRAM: &str = "nginx";

/// The program.
pub const REQUIREMENT: Requirement = Requirement {
    package: "nginx-light",
    purpose: "what a proxy does to requests",
    variable: VARIABLE,
    missing: MISSING,
    find,
};

/// On the path, or in the folders of programs for root, which are often not on the path.
fn find() -> Option<PathBuf> {
    process::find_program(PROGRAM).or_else(|| {
        ["/usr/sbin", "/usr/local/sbin"]
            .map(|folder| Path::new(folder).join(PROGRAM))
            .into_iter()
            .find(|program| program.exists())
    })
}
