//! Debian's compiler, for machines that reach a package mirror but not rustup's server.
//!
//! Debian has only the sources of the target's standard library. So cargo builds it (`build-std`),
//! with Debian's C library for WASI and its linker.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use connectly_local::{apt, process, report};
use tokio::process::Command;

use super::{TARGET, linkers};

/// The compiler, its cargo, the sources of its standard library, its lints. In addition, a linker
/// (`lld-NN`, the newest available) and `wasi-libc`.
pub const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-clippy"];

const RUSTC: &str = "/usr/bin/rustc";
const CARGO: &str = "/usr/bin/cargo";
const CARGO_CLIPPY: &str = "/usr/bin/cargo-clippy";

/// Where versions of `wasi-libc` that support the target put their files for it.
fn libc_dir() -> PathBuf {
    Path::new("/usr/lib").join(TARGET)
}

/// Debian's toolchain, complete.
#[derive(Debug)]
pub struct DebianToolchain {
    /// A folder in which the linkers have the names that rustc calls.
    linker_dir: PathBuf,
}

impl DebianToolchain {
    /// Debian's cargo with the environment that it needs.
    pub fn cargo(&self) -> Command {
        self.with_environment(CARGO)
    }

    /// Debian's `cargo-clippy`. By its path, because `cargo clippy` could find rustup's.
    pub fn cargo_clippy(&self) -> Command {
        self.with_environment(CARGO_CLIPPY)
    }

    fn with_environment(&self, program: &str) -> Command {
        let mut command = process::command(program);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(self.linker_dir.clone()).chain(std::env::split_paths(&path));
        if let Ok(path) = std::env::join_paths(folders) {
            command.env("PATH", path);
        }
        command
            .env("CARGO", CARGO)
            .env("RUSTC", RUSTC)
            // Debian's compiler is a stable one; this unlocks `build-std` in it.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
            .env("CARGO_TARGET_WASM32_WASIP2_RUSTFLAGS", rustflags());
        command
    }
}

/// The flags for the C library, which Debian keeps outside of the compiler's folder. Cargo adds
/// them to the flags in `.cargo/config.toml`.
fn rustflags() -> String {
    let libc = libc_dir();
    let libc = libc.display();
    format!("-L native={libc} -C link-self-contained=no -C link-arg={libc}/crt1-reactor.o")
}

/// Whether this machine can have it.
pub fn is_possible() -> bool {
    process::find_program("apt-get").is_some()
}

/// The toolchain, if all its packages are installed.
pub async fn find() -> Result<Option<DebianToolchain>> {
    let complete = Path::new(CARGO).exists()
        && Path::new(CARGO_CLIPPY).exists()
        && libc_dir().join("crt1-reactor.o").exists()
        && has_library_source().await;
    match linkers::newest_lld() {
        Some(lld) if complete => {
            Ok(Some(DebianToolchain { linker_dir: linkers::prepare(&lld).await? }))
        }
        _ => Ok(None),
    }
}

/// The toolchain, after installing its missing packages.
pub async fn prepare() -> Result<DebianToolchain> {
    if let Some(toolchain) = find().await? {
        return Ok(toolchain);
    }
    let apt = apt::Apt::find()?;
    let step = "Installing Debian's compiler for the guests' target (about 700 MB, once)";
    // The list may be too old to have the package, or empty.
    let lld = apt.newest_lld().await.unwrap_or_else(|_| "lld".to_owned());
    apt.begin(step, &[&PACKAGES[..], &[&lld, "wasi-libc"]].concat()).await?;
    apt.update().await?;
    let lld = apt.newest_lld().await?;
    let mut packages = PACKAGES.to_vec();
    packages.extend([lld.as_str(), "wasi-libc"]);
    apt.install(&packages).await?;
    if !libc_dir().exists() {
        report::step("Installing wasi-libc from the backports of this Debian release");
        apt.install_from_backports("wasi-libc").await?;
    }
    find().await?.context(
        "Debian's packages are installed, but do not make a complete toolchain for the target: \
         this release may be too old",
    )
}

/// Whether the sources of Debian's standard library are there.
async fn has_library_source() -> bool {
    let mut rustc = process::command(RUSTC);
    match process::output(rustc.args(["--print", "sysroot"])).await {
        Ok(sysroot) => {
            Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library/std/Cargo.toml").exists()
        }
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_name_the_library_and_its_start_file() {
        let flags = rustflags();
        assert!(flags.contains("-L native=/usr/lib/wasm32-wasip2 "), "{flags}");
        assert!(flags.ends_with("link-arg=/usr/lib/wasm32-wasip2/crt1-reactor.o"), "{flags}");
    }
}
