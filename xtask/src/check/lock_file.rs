//! The committed `Cargo.lock` matches the manifests.
//!
//! By the time this runs, cargo has already updated it, because otherwise it could not run this. So
//! if `Cargo.lock` has changed and no manifest has, it was out of date.

use anyhow::{Result, bail};
use connectly_local::process;

pub async fn check() -> Result<()> {
    let mut git = process::command("git");
    git.args(["status", "--porcelain", "--", "Cargo.lock", "Cargo.toml", "*/Cargo.toml"]);
    match process::output(&mut git).await {
        Ok(changes) if is_out_of_date(&changes) => {
            bail!("Cargo.lock did not match the manifests and was updated: commit it")
        }
        // Or there is no telling, as in a source archive without a history.
        _ => Ok(()),
    }
}

fn is_out_of_date(changes: &str) -> bool {
    let changed = |name| changes.lines().any(|line| line.ends_with(name));
    changed("Cargo.lock") && !changed("Cargo.toml")
}

#[cfg(test)]
mod tests {
    use super::is_out_of_date;

    #[test]
    fn a_lock_file_that_changed_by_itself_is_out_of_date() {
        assert!(is_out_of_date(" M Cargo.lock\n"));
        assert!(!is_out_of_date(" M Cargo.lock\n M crates/types/Cargo.toml\n"));
        assert!(!is_out_of_date(" M Cargo.toml\n"));
        assert!(!is_out_of_date(""));
    }
}
