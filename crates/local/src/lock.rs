//! Locks between `cargo xtask` commands that run at the same time in one clone.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::report;

/// A lock on a file, held until it is dropped. The system frees it when the process dies,
/// however it dies, so a lock is never stale.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// Waits for the lock.
pub async fn acquire(path: &Path) -> Result<Lock> {
    let mut announced = false;
    loop {
        if let Some(lock) = try_acquire(path)? {
            return Ok(lock);
        }
        if !announced {
            report::note("waiting for another `cargo xtask` command");
            announced = true;
        }
        // Polled, because a blocking wait would also keep Ctrl-C waiting.
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Takes the lock if it is free.
pub fn try_acquire(path: &Path) -> Result<Option<Lock>> {
    lock_with(path, File::try_lock)
}

/// Takes a shared lock, unless another process has it exclusively.
pub fn try_share(path: &Path) -> Result<Option<Lock>> {
    lock_with(path, File::try_lock_shared)
}

fn lock_with(
    path: &Path,
    lock: impl FnOnce(&File) -> Result<(), TryLockError>,
) -> Result<Option<Lock>> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .with_context(|| format!("cannot open the lock file {}", path.display()))?;
    match lock(&file) {
        Ok(()) => Ok(Some(Lock { _file: file })),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("cannot lock {}", path.display()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_excludes_others_until_it_is_dropped() {
        let folder = std::env::temp_dir().join(format!("connectly-lock-{}", std::process::id()));
        let path = folder.join("test.lock");
        let held = try_acquire(&path).unwrap();
        assert!(held.is_some());
        assert!(try_acquire(&path).unwrap().is_none());
        assert!(try_share(&path).unwrap().is_none());
        drop(held);
        let shared = (try_share(&path).unwrap(), try_share(&path).unwrap());
        assert!(shared.0.is_some() && shared.1.is_some());
        assert!(try_acquire(&path).unwrap().is_none());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
