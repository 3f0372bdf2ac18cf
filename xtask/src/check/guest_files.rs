//! The guests stay small, because every host loads and compiles them, and fast where it matters.

use std::path::Path;

use anyhow::{Context, Result, bail};
use connectly_build::guests;
use wasmparser::{Operator, Parser, Payload};

use super::Workspace;

/// Bytes of a `.wasm` file.
const LIMIT: u64 = 800_000;

/// The guest that hashes passwords.
const HASHES: &str = "user";

pub async fn check(workspace: &Workspace) -> Result<()> {
    for guest in guests::build(&workspace.toolchain).await? {
        if guest.size > LIMIT {
            bail!("the guest `{}` has {} bytes; the limit is {LIMIT}", guest.name, guest.size);
        }
        if guest.name == HASHES && !multiplies_vectors(&guest.file)? {
            bail!(
                "the guest `{HASHES}` hashes passwords without SIMD, which takes half as long \
                 again: see `.cargo/config.toml` for the flags that make LLVM use it"
            );
        }
    }
    Ok(())
}

/// Whether the guest uses the instruction that matters most to Argon2. The compiler may choose not
/// to use it, and only slow sign-ins would show that.
fn multiplies_vectors(file: &Path) -> Result<bool> {
    let component = std::fs::read(file).with_context(|| file.display().to_string())?;
    for payload in Parser::new(0).parse_all(&component) {
        if let Payload::CodeSectionEntry(function) = payload? {
            for operator in function.get_operators_reader()? {
                if matches!(operator?, Operator::I64x2Mul) {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}
