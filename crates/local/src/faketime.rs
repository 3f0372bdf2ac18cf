//! libfaketime: lets a program see another time than the machine's, for the tests of a clock
//! that is set back.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::{apt, lock, workspace};

/// Names the library, and tells the tests which one that is.
pub const VARIABLE: &str = "CONNECTLY_FAKETIME";

/// Tells the tests why there is none.
pub const MISSING: &str = "CONNECTLY_FAKETIME_MISSING";

const PACKAGE: &str = "libfaketime";

/// For programs with many threads.
const LIBRARY: &str = "libfaketimeMT.so.1";

/// Finds the library, or installs Debian's package of it.
pub async fn prepare() -> Result<PathBuf> {
    if let Some(library) = std::env::var_os(VARIABLE) {
        let library = PathBuf::from(library);
        if !library.exists() {
            bail!("{VARIABLE} names {}, which is not there", library.display());
        }
        return Ok(library);
    }
    let _one_at_a_time = lock::acquire(&workspace::data_dir().join("faketime.lock")).await?;
    if let Some(library) = find() {
        return Ok(library);
    }
    let step = format!("Installing Debian's {PACKAGE} (once)");
    let why = match apt::get(step, &[PACKAGE]).await {
        Ok(()) => match find() {
            Some(library) => return Ok(library),
            None => anyhow::anyhow!("the package has no {LIBRARY}"),
        },
        Err(error) => error,
    };
    bail!(
        "a clock that is set back is tried with {PACKAGE}: install that package, or name its \
         library with {VARIABLE} ({why:#})"
    )
}

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
