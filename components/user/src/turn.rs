//! Hashing passwords takes turns, so that other requests get the processor: see "What hashing costs
//! others" in docs/operations.md.

use std::time::Duration;

use connectly_service::{Db, DbError, FromRow, Result, Row};

/// The longest wait for a turn, in microseconds. A request that would have to wait longer is
/// refused at once, while there is still time for another try.
pub const TURN_PATIENCE: i64 = 2_000_000;

/// A turn to hash, which comes after a wait: the column `wait`, in microseconds.
pub struct Turn(Duration);

impl Turn {
    /// Waits for it, and hashes.
    pub async fn take<T>(self, db: &Db, hash: impl FnOnce() -> T) -> Result<T> {
        if !self.0.is_zero() {
            db.wait(self.0).await?;
        }
        Ok(hash())
    }
}

impl FromRow for Turn {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let wait: i64 = row.get("wait")?;
        Ok(Self(Duration::from_micros(wait.unsigned_abs())))
    }
}
