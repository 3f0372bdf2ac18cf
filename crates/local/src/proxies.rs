//! The proxies that the tests put in front of the application, and behind it.

use std::path::{Path, PathBuf};
use std::process::Command;

use semver::Version;

use crate::{apt, process, requirement::Requirement};

/// nginx.
pub const NGINX: Requirement = Requirement {
    package: "nginx-light",
    purpose: "what a proxy does to requests",
    variable: "CONNECTLY_NGINX",
    missing: "CONNECTLY_NGINX_MISSING",
    release: None,
    find: || find("nginx"),
};

/// Caddy, which `deploy/Caddyfile` configures.
pub const CADDY: Requirement = Requirement {
    package: "caddy",
    purpose: "the proxy's configuration in deploy/",
    variable: "CONNECTLY_CADDY",
    missing: "CONNECTLY_CADDY_MISSING",
    release: None,
    find: || find("caddy"),
};

/// HAProxy, the balancer that `deploy/haproxy.cfg` configures.
pub const HAPROXY: Requirement = Requirement {
    package: "haproxy",
    purpose: "several hosts behind a balancer",
    variable: "CONNECTLY_HAPROXY",
    missing: "CONNECTLY_HAPROXY_MISSING",
    release: None,
    find: || find("haproxy"),
};

/// PgBouncer, which `deploy/pgbouncer.ini` configures. Debian 12's is too old.
pub const PGBOUNCER: Requirement = Requirement {
    package: "pgbouncer",
    purpose: "a pool between the hosts and Postgres",
    variable: "CONNECTLY_PGBOUNCER",
    missing: "CONNECTLY_PGBOUNCER_MISSING",
    release: Some("trixie"),
    find: find_pgbouncer,
};

/// The first PgBouncer that has prepared statements in transaction mode.
const PGBOUNCER_MIN: Version = Version::new(1, 21, 0);

fn find_pgbouncer() -> Option<PathBuf> {
    let unpacked = Some(apt::unpacked(PGBOUNCER.package)).filter(|program| program.exists());
    let installed = || find(PGBOUNCER.package).filter(|program| is_new_enough(program));
    unpacked.or_else(installed)
}

fn is_new_enough(pgbouncer: &Path) -> bool {
    let output = Command::new(pgbouncer).arg("--version").output();
    let text = output.map(|output| output.stdout).unwrap_or_default();
    version(&String::from_utf8_lossy(&text)).is_some_and(|version| version >= PGBOUNCER_MIN)
}

/// The version in `PgBouncer 1.24.1`.
fn version(text: &str) -> Option<Version> {
    Version::parse(text.strip_prefix("PgBouncer ")?.lines().next()?.trim()).ok()
}

/// On the path, or in the folders of programs for root, which are often not on the path.
fn find(program: &str) -> Option<PathBuf> {
    process::find_program(program).or_else(|| {
        ["/usr/sbin", "/usr/local/sbin"]
            .map(|folder| Path::new(folder).join(program))
            .into_iter()
            .find(|program| program.exists())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_pgbouncer_is_told_from_a_new_one() {
        for (text, is_new) in [
            ("PgBouncer 1.24.1\nlibevent 2.1.12-stable\n", true),
            ("PgBouncer 1.21.0", true),
            ("PgBouncer 1.18.0\n", false),
            ("something else", false),
        ] {
            assert_eq!(version(text).is_some_and(|found| found >= PGBOUNCER_MIN), is_new, "{text}");
        }
    }
}
