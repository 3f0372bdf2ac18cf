//! The guests need only what their hosts offer. They stay small, because every host loads and compiles
//! them, and fast where it matters.

use std::path::Path;

use anyhow::{Context, Result, bail};
use connectly_build::guests::{self, Built};
use connectly_build::{offers, watch};
use connectly_local::manifest;
use connectly_local::wasi::Wasi;
use wasmparser::{Operator, Parser, Payload};

use super::Workspace;
use crate::watch as watcher;

/// Bytes of a `.wasm` file.
const LIMIT: u64 = 1_050_000;

/// The guest that hashes passwords.
const HASHES: &str = "user";

pub async fn check(workspace: &Workspace) -> Result<()> {
    for wasi in Wasi::ALL {
        for guest in guests::build(&workspace.toolchain, wasi).await? {
            check_guest(&guest, wasi)?;
        }
    }
    check_watched()
}

fn check_guest(guest: &Built, wasi: Wasi) -> Result<()> {
    offers::check(&guest.file, wasi)?;
    if guest.size > LIMIT {
        bail!("the guest `{}` has {} bytes; the limit is {LIMIT}", guest.name, guest.size);
    }
    if guest.name == HASHES && !multiplies_vectors(&guest.file)? {
        bail!(
            "the guest `{HASHES}` hashes passwords without SIMD, which takes half as long \
             again: see `.cargo/config.toml` for the flags that make LLVM use it"
        );
    }
    Ok(())
}

/// `spin watch` and `cargo xtask up --watch` notice a change of whatever a guest is built from.
fn check_watched() -> Result<()> {
    for guest in manifest::guests()? {
        let sources = watch::sources(&guest)?;
        if let Some(missed) = watch::missed(&guest, &sources).first() {
            let (name, missed) = (&guest.name, missed.display());
            bail!(
                "the guest `{name}` is built from {missed}, which its `watch` in spin.toml misses"
            );
        }
        if let Some(missed) = sources.iter().find(|path| !watcher::is_source(path)) {
            let (name, missed) = (&guest.name, missed.display());
            bail!("the guest `{name}` is built from {missed}, which xtask/src/watch.rs misses");
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
                if matches!(operator?, Operator::I64x2ExtMulLowI32x4U) {
                    return Ok(true);
                }
            }
        }
    }
    Ok(false)
}
