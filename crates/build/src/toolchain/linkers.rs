//! The two linkers of Debian's toolchain: LLVM's, and the one that makes a component from LLVM's
//! output.
//!
//! Debian has the first under a name with a version, and lacks the second. Rust's own toolchain has
//! it for its own target, and it works with any compiler.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use connectly_local::{process, report, workspace};

const COMPONENT_LINKER: &str = "wasm-component-ld";

/// Installed if no Rust toolchain includes one.
const COMPONENT_LINKER_VERSION: &str = "0.5.22";

/// Makes a folder with both, for the `PATH` of a build.
pub async fn prepare(lld: &Path) -> Result<PathBuf> {
    let folder = workspace::data_dir().join("guest-linkers");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot create {}", folder.display()))?;
    link(lld, &folder.join("wasm-ld"))?;
    let component_linker = match of_the_ordinary_toolchain().await {
        Some(program) => program,
        None => installed().await?,
    };
    link(&component_linker, &folder.join(COMPONENT_LINKER))?;
    Ok(folder)
}

/// The newest of LLVM's linkers on this machine: `/usr/bin/wasm-ld-22` and the like.
pub fn newest_lld() -> Option<PathBuf> {
    let folder = Path::new("/usr/bin");
    let newest = folder
        .read_dir()
        .ok()?
        .filter_map(|file| lld_version(file.ok()?.file_name().to_str()?))
        .max()?;
    Some(folder.join(format!("wasm-ld-{newest}")))
}

fn lld_version(file_name: &str) -> Option<u32> {
    file_name.strip_prefix("wasm-ld-")?.parse().ok()
}

/// The component linker that rustup's toolchains carry for their own use.
async fn of_the_ordinary_toolchain() -> Option<PathBuf> {
    let mut rustc = process::command("rustc");
    let libdir = process::output(rustc.args(["--print", "target-libdir"])).await.ok()?;
    let program = Path::new(libdir.trim()).parent()?.join("bin").join(COMPONENT_LINKER);
    program.exists().then_some(program)
}

/// The component linker from the package registry, compiled here.
async fn installed() -> Result<PathBuf> {
    let folder = workspace::data_dir().join(COMPONENT_LINKER);
    let program = folder.join("bin").join(COMPONENT_LINKER);
    if !program.exists() {
        report::step(format_args!("Compiling {COMPONENT_LINKER} (once)"));
        let mut cargo = process::cargo();
        cargo.args(["install", COMPONENT_LINKER, "--version", COMPONENT_LINKER_VERSION]);
        cargo.args(["--locked", "--root"]).arg(&folder);
        process::run(&mut cargo).await?;
    }
    Ok(program)
}

fn link(target: &Path, link: &Path) -> Result<()> {
    if link.read_link().is_ok_and(|present| present == target) {
        return Ok(());
    }
    if link.symlink_metadata().is_ok() {
        std::fs::remove_file(link).with_context(|| format!("cannot remove {}", link.display()))?;
    }
    std::os::unix::fs::symlink(target, link)
        .with_context(|| format!("cannot create {}", link.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_versioned_linkers_for_wasm_count() {
        assert_eq!(lld_version("wasm-ld-22"), Some(22));
        assert_eq!(lld_version("wasm-ld"), None);
        assert_eq!(lld_version("ld.lld-22"), None);
    }

    #[test]
    fn a_link_follows_its_target() {
        let folder = std::env::temp_dir().join(format!("connectly-link-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("wasm-ld");
        for target in ["/bin/one", "/bin/one", "/bin/two"] {
            link(Path::new(target), &path).unwrap();
            assert_eq!(path.read_link().unwrap(), Path::new(target));
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
