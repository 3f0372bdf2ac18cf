//! Notices changes to the guests' sources, for `cargo xtask up --watch`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::mpsc::{Receiver, channel};

/// Folders in which every source file is watched.
const FOLDERS: [&str; 3] = ["components", "crates", "migrations"];
/// Other files that are watched.
const FILES: [&str; 5] =
    ["Cargo.toml", "Cargo.lock", "spin.toml", "runtime-config.toml", "frontend/src/paths.json"];
/// Folders of those that are not beside `spin.toml`.
const FOLDER_OF_PATHS: &str = "frontend/src";
/// Extensions of source files.
const SOURCES: [&str; 4] = ["rs", "sql", "toml", "txt"];
/// An editor writes a file in several steps, and a person may save several files at once.
const QUIET: Duration = Duration::from_millis(300);

/// Watches the sources.
#[derive(Debug)]
pub struct Watcher {
    changes: Receiver<()>,
    _watcher: RecommendedWatcher,
}

impl Watcher {
    /// Starts to watch a workspace.
    pub fn new(root: &'static Path) -> Result<Self> {
        // Capacity 1: all changes during a build count as one more change.
        let (sender, changes) = channel(1);
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if event.is_ok_and(|event| is_change(root, &event)) {
                // Full means that a change is already reported.
                let _ = sender.try_send(());
            }
        })?;
        for folder in FOLDERS {
            let folder = root.join(folder);
            watcher
                .watch(&folder, RecursiveMode::Recursive)
                .with_context(|| format!("cannot watch {}", folder.display()))?;
        }
        for folder in [root, &root.join(FOLDER_OF_PATHS)] {
            watcher.watch(folder, RecursiveMode::NonRecursive)?;
        }
        Ok(Self { changes, _watcher: watcher })
    }

    /// Waits for a change, and then until no other follows.
    pub async fn changed(&mut self) -> Result<()> {
        let ended = "the sources are not watched any longer";
        self.changes.recv().await.context(ended)?;
        while let Ok(change) = tokio::time::timeout(QUIET, self.changes.recv()).await {
            change.context(ended)?;
        }
        Ok(())
    }
}

/// Whether something was written; the compiler's reads don't count.
fn is_change(root: &Path, event: &Event) -> bool {
    let is_source = |path: &PathBuf| path.strip_prefix(root).is_ok_and(is_source);
    !event.kind.is_access() && event.paths.iter().any(is_source)
}

/// Whether a change to this file requires a build. Its path is relative to the workspace.
pub fn is_source(path: &Path) -> bool {
    FILES.iter().any(|file| path == Path::new(file))
        || FOLDERS.iter().any(|folder| path.starts_with(folder))
            && path.extension().is_some_and(|ending| SOURCES.iter().any(|source| ending == *source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_count_and_what_is_made_of_them_does_not() {
        for (path, expected) in [
            ("components/blog/src/read_post.sql", true),
            ("crates/types/src/limits.rs", true),
            ("crates/auth/Cargo.toml", true),
            ("migrations/0001_accounts.sql", true),
            ("spin.toml", true),
            ("crates/devhost/README.md", false),
            ("components/blog/src/.read_post.rs.swp", false),
            ("frontend/src/paths.json", true),
            ("frontend/src/main.tsx", false),
            ("README.md", false),
            ("target/debug/build.rs", false),
            (".env", false),
        ] {
            assert_eq!(is_source(Path::new(path)), expected, "{path}");
        }
    }

    #[tokio::test]
    async fn a_change_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let root: &Path = Box::leak(folder.path().canonicalize().unwrap().into_boxed_path());
        for folder in FOLDERS {
            std::fs::create_dir(root.join(folder)).unwrap();
        }
        std::fs::create_dir_all(root.join(FOLDER_OF_PATHS)).unwrap();
        let mut watcher = Watcher::new(root).unwrap();
        std::fs::write(root.join("migrations/0001_accounts.sql"), "select 1").unwrap();
        let told = tokio::time::timeout(Duration::from_secs(10), watcher.changed()).await;
        told.unwrap().unwrap();
    }
}
