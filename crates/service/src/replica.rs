//! A replica of the database, for reading without a session. It may be a moment behind, and it may be
//! gone: then the primary answers.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::{DbError, log};

/// How long a request waits for the replica, before it turns to the primary with the rest of its
/// patience.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// How long an instance does without a replica that it has lost.
const AVOIDED: Duration = Duration::from_secs(5);

/// When this instance last lost it. The lock is never held across an await.
static LOST: Mutex<Option<Instant>> = Mutex::new(None);

/// Whether this instance has lost the replica a moment ago.
pub(crate) fn is_avoided() -> bool {
    lock().is_some_and(|lost| lost.elapsed() < AVOIDED)
}

/// Whether the primary may do better: the replica is gone or starting, cancels what is in the way of
/// its recovery, or lacks what the primary has had for a moment. Anything else would be the same there.
pub(crate) fn is_at_fault(error: &DbError) -> bool {
    matches!(
        error,
        DbError::Lost(_)
            | DbError::Unavailable(_)
            | DbError::NotMigrated(_)
            | DbError::NotGranted(_)
    )
}

/// Avoids the replica for a while, if it is lost.
pub(crate) fn note(error: &DbError) {
    if let DbError::Lost(text) = error
        && !is_avoided()
    {
        *lock() = Some(Instant::now());
        log::write_error(&format!("the replica is lost: {text}"));
    }
}

fn lock() -> MutexGuard<'static, Option<Instant>> {
    // A panic ends the instance, so no lock is poisoned.
    LOST.lock().unwrap_or_else(PoisonError::into_inner)
}
