//! The body of a request, and an end to the wait for it.
//!
//! No host limits how long a client takes to send what it has announced. One that stops, or
//! sends a byte a second, would hold its place in an instance for as long as it likes.

use std::{pin::pin, time::Duration};

use axum::body::Body;
use bytes::Bytes;
use connectly_types::limits::BODY_MAX;
use futures::{
    StreamExt as _,
    future::{Either, select},
};
use http::{HeaderMap, header::CONTENT_LENGTH};
use spin_sdk::time::sleep;

use crate::Error;

/// The wait is counted in steps, as for Postgres (`db.rs`) and for the same reason.
const STEP: Duration = Duration::from_millis(100);

/// How many steps a client may fall behind: after 3 s without a byte it is given up. The
/// contract promises an answer within 5 s.
const PATIENCE: u32 = 30;

/// Bytes that make up for a step: who sends 4 kB a second, as a bad telephone line does, can
/// take as long as the limit of the body allows, some four minutes.
const BYTES_A_STEP: usize = 400;

/// Reads a body to its end.
///
/// # Errors
/// When it is too long, which its header may say; when it breaks off; when it does not come.
pub(crate) async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes, Error> {
    if announced(headers) > BODY_MAX {
        return Err(Error::TooLarge);
    }
    let mut chunks = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut pace = Pace::new();
    let mut step = pin!(sleep(STEP));
    loop {
        match select(chunks.next(), step.as_mut()).await {
            Either::Left((None, _)) => return Ok(bytes.into()),
            Either::Left((Some(Err(_)), _)) => return Err(Error::malformed("the body broke off")),
            Either::Left((Some(Ok(chunk)), _)) => {
                if bytes.len() + chunk.len() > BODY_MAX {
                    return Err(Error::TooLarge);
                }
                bytes.extend_from_slice(&chunk);
                pace.came(chunk.len());
            }
            Either::Right(_) => {
                if pace.is_lost_after_a_step() {
                    return Err(Error::malformed("the body did not come in time"));
                }
                step.set(sleep(STEP));
            }
        }
    }
}

/// What `Content-Length` says; nothing where it is not there.
fn announced(headers: &HeaderMap) -> usize {
    let value = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// How far a client is behind: a bucket of steps, which time empties and bytes fill.
struct Pace {
    steps: u32,
    /// Bytes that do not make a step yet.
    rest: usize,
}

impl Pace {
    fn new() -> Self {
        Self { steps: PATIENCE, rest: 0 }
    }

    fn came(&mut self, bytes: usize) {
        let bytes = self.rest + bytes;
        self.rest = bytes % BYTES_A_STEP;
        let gained = u32::try_from(bytes / BYTES_A_STEP).unwrap_or(PATIENCE);
        self.steps = self.steps.saturating_add(gained).min(PATIENCE);
    }

    fn is_lost_after_a_step(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        self.steps == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps until a client is given up that sends so many bytes in each; at most 10,000.
    fn steps_with(bytes: usize) -> u32 {
        let mut pace = Pace::new();
        (1..=10_000)
            .find(|_| {
                pace.came(bytes);
                pace.is_lost_after_a_step()
            })
            .unwrap_or(10_000)
    }

    #[test]
    fn who_sends_nothing_or_next_to_nothing_is_given_up_in_time() {
        assert_eq!(steps_with(0), PATIENCE);
        assert_eq!(steps_with(1), PATIENCE);
    }

    #[test]
    fn who_is_slow_but_keeps_on_is_not_given_up() {
        assert_eq!(steps_with(BYTES_A_STEP), 10_000);
        assert!(steps_with(BYTES_A_STEP / 2) > PATIENCE);
    }

    #[test]
    fn what_came_at_once_is_no_excuse_for_silence() {
        let mut pace = Pace::new();
        pace.came(BODY_MAX);
        let steps = (1..).find(|_| pace.is_lost_after_a_step());
        assert_eq!(steps, Some(PATIENCE));
    }

    #[test]
    fn the_length_is_read_where_it_is_there() {
        let headers = HeaderMap::from_iter([(CONTENT_LENGTH, "12".parse().unwrap())]);
        assert_eq!((announced(&headers), announced(&HeaderMap::new())), (12, 0));
    }
}
