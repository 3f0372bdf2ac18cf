//! The proxies that the tests put in front of the application.

use std::path::{Path, PathBuf};

use crate::{process, requirement::Requirement};

/// nginx.
pub const NGINX: Requirement = Requirement {
    package: "nginx-light",
    purpose: "what a proxy does to requests",
    variable: "CONNECTLY_NGINX",
    missing: "CONNECTLY_NGINX_MISSING",
    find: || find("nginx"),
};

/// Caddy, which `deploy/Caddyfile` configures.
pub const CADDY: Requirement = Requirement {
    package: "caddy",
    purpose: "the proxy's configuration in deploy/",
    variable: "CONNECTLY_CADDY",
    missing: "CONNECTLY_CADDY_MISSING",
    find: || find("caddy"),
};

/// On the path, or in the folders of programs for root, which are often not on the path.
fn find(program: &str) -> Option<PathBuf> {
    process::find_program(program).or_else(|| {
        ["/usr/sbin", "/usr/local/sbin"]
            .map(|folder| Path::new(folder).join(program))
            .into_iter()
            .find(|program| program.exists())
    })
}
