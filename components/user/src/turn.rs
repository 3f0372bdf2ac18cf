//! Hashing passwords takes turns, so that it leaves the processor to others: see "What hashing costs
//! others" in docs/architecture.md.

use std::time::{Duration, Instant};

use connectly_service::{App, Db, DbError, FromRow, RateLimit, Result, Row, params};

use crate::user::Done;

/// How long a request waits for its turn at most, in microseconds. One that would have to wait
/// longer is refused at once, when there is still time for another try.
pub const TURN_PATIENCE: i64 = 2_000_000;

/// How long a hash takes on a machine that has nothing else to do, about, in microseconds.
const USUAL: i64 = 50_000;

/// A turn to hash, that comes after a while: the column `wait`, in microseconds.
pub struct Turn(Duration);

impl Turn {
    /// Waits for it, and hashes. Where that takes longer than usual, the processor is busy, and the
    /// turns of others come later.
    pub async fn take<T>(self, app: &App, db: &Db, hash: impl FnOnce() -> T) -> Result<T> {
        if !self.0.is_zero() {
            db.wait(self.0).await?;
        }
        let begin = Instant::now();
        let result = hash();
        let took = i64::try_from(begin.elapsed().as_micros()).unwrap_or(i64::MAX);
        let rate = app.rate(RateLimit::Hashing)?;
        if took > USUAL && rate.is_some() {
            let parameters = params![took, USUAL, rate, TURN_PATIENCE];
            let _: Option<Done> =
                db.query_one(include_str!("pay_for_hashing.sql"), parameters).await?;
        }
        Ok(result)
    }
}

impl FromRow for Turn {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let wait: i64 = row.get("wait")?;
        Ok(Self(Duration::from_micros(wait.unsigned_abs())))
    }
}
