//! Timers.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use spin_executor::{CancelOnDropToken, push_waker_and_get_token};
use wasi::clocks::monotonic_clock::{Instant, now, subscribe_instant};

/// Waits for this long.
pub(crate) fn sleep(duration: Duration) -> impl Future<Output = ()> + Send {
    let nanoseconds = u64::try_from(duration.as_nanos()).unwrap_or(Instant::MAX);
    Sleep { until: now().saturating_add(nanoseconds), _timer: None }
}

struct Sleep {
    until: Instant,
    /// Keeps the executor waiting for it.
    _timer: Option<CancelOnDropToken>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if now() >= self.until {
            return Poll::Ready(());
        }
        let timer =
            push_waker_and_get_token(subscribe_instant(self.until), context.waker().clone());
        self._timer = Some(timer.into());
        Poll::Pending
    }
}
