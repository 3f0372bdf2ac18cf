//! The guests stay small: they are loaded by every host, and compiled there.

use anyhow::{Result, bail};

use super::Workspace;
use crate::guests;

/// Bytes of a `.wasm` file.
const LIMIT: u64 = 800_000;

pub async fn check(workspace: &Workspace) -> Result<()> {
    for guest in guests::build(&workspace.toolchain).await? {
        if guest.size > LIMIT {
            bail!("the guest `{}` has {} bytes; the limit is {LIMIT}", guest.name, guest.size);
        }
    }
    Ok(())
}
