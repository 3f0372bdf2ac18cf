//! The target of the ordinary toolchain.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use connectly_local::{process, report};

use super::TARGET;

/// Long enough for 20 MB on a slow line, short enough to notice a network that drops packets.
const DOWNLOAD_LIMIT: Duration = Duration::from_secs(180);

/// Whether the compiler on the `PATH` has the target's standard library, from rustup or elsewhere.
pub async fn has_target() -> bool {
    let mut rustc = process::command("rustc");
    rustc.args(["--print", "target-libdir", "--target", TARGET]);
    match process::output(&mut rustc).await {
        Ok(folder) => contains_std(Path::new(folder.trim())),
        Err(_) => false,
    }
}

/// Adds the target if it is missing.
pub async fn prepare() -> Result<()> {
    if has_target().await {
        return Ok(());
    }
    if process::find_program("rustup").is_none() {
        bail!("rustup is not on the PATH");
    }
    report::step(format_args!("Adding the target {TARGET} with rustup"));
    let mut rustup = process::command("rustup");
    rustup.args(["target", "add", TARGET]);
    // Without retries, a closed network shows at the first attempt.
    rustup.env("RUSTUP_MAX_RETRIES", "0").env("RUST_BACKTRACE", "0");
    process::output_within(DOWNLOAD_LIMIT, &mut rustup).await?;
    if !has_target().await {
        bail!("rustup added {TARGET} to another toolchain than the one of `rustc` on the PATH");
    }
    Ok(())
}

/// An interrupted installation may leave a folder, so look for a file in it.
fn contains_std(folder: &Path) -> bool {
    folder.read_dir().is_ok_and(|mut files| {
        files.any(|file| file.is_ok_and(|file| is_std(&file.file_name().to_string_lossy())))
    })
}

fn is_std(file_name: &str) -> bool {
    file_name.starts_with("libstd-") && file_name.ends_with(".rlib")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_library_is_told_from_its_neighbours() {
        assert!(is_std("libstd-0a1b2c.rlib"));
        assert!(!is_std("libstd-0a1b2c.rmeta"));
        assert!(!is_std("libstd_detect-0a1b2c.rlib"));
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_standard_library() {
        assert!(!contains_std(Path::new("/nowhere/at/all")));
    }
}
