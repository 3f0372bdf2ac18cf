//! nginx: the proxy that the application is tried behind.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::{apt, lock, process, workspace};

/// Names the program, and tells the tests which one that is.
pub const VARIABLE: &str = "CONNECTLY_NGINX";

/// Tells the tests why there is none.
pub const MISSING: &str = "CONNECTLY_NGINX_MISSING";

const PROGRAM: &str = "nginx";
const PACKAGE: &str = "nginx-light";

/// Finds the program, or installs Debian's package of it.
pub async fn prepare() -> Result<PathBuf> {
    if let Some(program) = std::env::var_os(VARIABLE) {
        let program = PathBuf::from(program);
        if !program.exists() {
            bail!("{VARIABLE} names {}, which is not there", program.display());
        }
        return Ok(program);
    }
    let _one_at_a_time = lock::acquire(&workspace::data_dir().join("nginx.lock")).await?;
    if let Some(program) = find() {
        return Ok(program);
    }
    let step = format!("Installing Debian's {PACKAGE} (once)");
    let why = match apt::get(step, &[PACKAGE]).await {
        Ok(()) => match find() {
            Some(program) => return Ok(program),
            None => anyhow::anyhow!("the package has no {PROGRAM}"),
        },
        Err(error) => error,
    };
    bail!(
        "what a proxy does to requests is tried with {PROGRAM}: install it, or name the program \
         with {VARIABLE} ({why:#})"
    )
}

/// On the path, or where programs for root are, which is on few people's path.
fn find() -> Option<PathBuf> {
    process::find_program(PROGRAM).or_else(|| {
        ["/usr/sbin", "/usr/local/sbin"]
            .map(|folder| Path::new(folder).join(PROGRAM))
            .into_iter()
            .find(|program| program.exists())
    })
}
