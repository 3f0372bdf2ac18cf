//! The body of a request, and a limit on the wait for it.
//!
//! No host limits how long a client takes to send its body. A client that stops, or sends a byte a
//! second, would hold its place in an instance for as long as it likes.
//!
//! No host reads what a component leaves unread either. It closes the connection, and a client that
//! sends its whole body before it reads sees that instead of the answer. So a body returns to where
//! it was [lent](lend), where the rest is read and dropped.

use std::{
    fmt,
    pin::{Pin, pin},
    sync::{Arc, Mutex},
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use axum::body::Body;
use bytes::Buf;
use connectly_types::limits::BODY_MAX;
use futures::{StreamExt as _, future::select};
use http::{
    HeaderMap, Method, Request,
    header::{CONTENT_LENGTH, EXPECT, TRANSFER_ENCODING},
};
use http_body::Frame;
use http_body_util::BodyExt as _;

use crate::{Error, host::sleep};

/// The wait is counted in steps, as for Postgres (`db.rs`) and for the same reason.
const STEP: Duration = Duration::from_millis(100);

/// How many steps a client may fall behind: it is given up after 3 s without a byte. The contract
/// promises an answer within 5 s.
const PATIENCE: u32 = 30;

/// Bytes that make up for a step. A client that sends 4 kB a second, as over a bad telephone line,
/// can send a body of the maximum size, which takes about four minutes.
const BYTES_A_STEP: usize = 400;

/// How much of a body is read in total if most of it is dropped (16 MiB).
const DROPPED_MAX: usize = 16 * 1024 * 1024;

/// How long that may take. Dropping deserves less patience than reading.
const DROPPING_TIME: Duration = Duration::from_secs(30);

/// How long it may take if the body's length is unknown.
const DROPPING_TIME_WITHOUT_LENGTH: Duration = Duration::from_secs(2);

/// A pause for the instance's other requests, after each [`BODY_MAX`] dropped bytes.
const PAUSE: Duration = Duration::from_millis(1);

/// Reads a body of at most `max` bytes to its end.
///
/// # Errors
/// `too_large`, when it is longer, which its header may announce; when it breaks off; when it does not
/// arrive.
pub(crate) async fn read(
    headers: &HeaderMap,
    body: Body,
    max: usize,
    too_large: Error,
) -> Result<Vec<u8>, Error> {
    let length = announced(headers);
    if length.is_some_and(|length| length > max) {
        return Err(too_large);
    }
    let mut chunks = body.into_data_stream();
    // A client may announce what it never sends, so at first only a small body gets all its room.
    let mut bytes = Vec::with_capacity(length.unwrap_or_default().min(BODY_MAX));
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| {
            let is_late = error.into_inner().is::<TooSlow>();
            Error::malformed(if is_late {
                "the body did not come in time"
            } else {
                "the body broke off"
            })
        })?;
        if bytes.len() + chunk.len() > max {
            return Err(too_large);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The same request with a body that must keep a pace, and the rest of that body when nothing reads
/// it any more.
pub(crate) fn lend<B>(request: Request<B>) -> (Request<Lent<B>>, Left<B>) {
    let place = Arc::new(Mutex::new(None));
    let left = Left { dropping_time: dropping_time(&request), place: place.clone() };
    let request = request.map(|body| Lent { body: Some(Paced::new(body)), place });
    (request, left)
}

/// How long to read the rest of a body. `None` if the client does not need that: it has no body, or
/// one that is far too large, or sends it only when asked to.
fn dropping_time<B>(request: &Request<B>) -> Option<Duration> {
    let headers = request.headers();
    if headers.contains_key(EXPECT) {
        return None;
    }
    match announced(headers) {
        Some(length) => (1..=DROPPED_MAX).contains(&length).then_some(DROPPING_TIME),
        None => {
            let has_body = headers.contains_key(TRANSFER_ENCODING)
                || !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
            has_body.then_some(DROPPING_TIME_WITHOUT_LENGTH)
        }
    }
}

/// The rest of a lent body.
pub(crate) struct Left<B> {
    dropping_time: Option<Duration>,
    place: Place<B>,
}

impl<B: http_body::Body + Unpin> Left<B>
where
    B::Error: Into<axum::BoxError>,
{
    /// Reads and drops it, up to a limit of size and time.
    pub(crate) async fn drop_after_reading(self) {
        let left = self.place.lock().ok().and_then(|mut place| place.take());
        let (Some(mut body), Some(time)) = (left, self.dropping_time) else { return };
        let begin = Instant::now();
        let reading = async {
            let mut pause_at = BODY_MAX;
            while begin.elapsed() < time
                && body.length <= DROPPED_MAX
                && let Some(Ok(_)) = body.frame().await
            {
                // A body that arrives as fast as it is read would block the instance's other
                // requests.
                if body.length > pause_at {
                    pause_at = body.length + BODY_MAX;
                    sleep(PAUSE).await;
                }
            }
        };
        select(pin!(reading), pin!(sleep(time))).await;
    }
}

type Place<B> = Arc<Mutex<Option<Paced<B>>>>;

/// A body that returns to its lender if it is dropped before its end.
pub(crate) struct Lent<B> {
    /// `None` after its end.
    body: Option<Paced<B>>,
    place: Place<B>,
}

impl<B: http_body::Body + Unpin> http_body::Body for Lent<B>
where
    B::Error: Into<axum::BoxError>,
{
    type Data = B::Data;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, axum::BoxError>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let frame = ready!(Pin::new(body).poll_frame(context));
        if !matches!(frame, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(frame)
    }
}

impl<B> Drop for Lent<B> {
    fn drop(&mut self) {
        if let Ok(mut place) = self.place.lock() {
            *place = self.body.take();
        }
    }
}

/// A body that ends with [`TooSlow`] if it does not arrive in time.
struct Paced<B> {
    body: B,
    /// Bytes that came so far.
    length: usize,
    pace: Pace,
    /// `None` while nothing waits.
    step: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl<B> Paced<B> {
    fn new(body: B) -> Self {
        Self { body, length: 0, pace: Pace::new(), step: None }
    }
}

impl<B: http_body::Body + Unpin> http_body::Body for Paced<B>
where
    B::Error: Into<axum::BoxError>,
{
    type Data = B::Data;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<B::Data>, axum::BoxError>>> {
        loop {
            if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
                let data = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref());
                let length = data.map_or(0, Buf::remaining);
                self.length = self.length.saturating_add(length);
                self.pace.came(length);
                return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
            }
            ready!(self.step.get_or_insert_with(|| Box::pin(sleep(STEP))).as_mut().poll(context));
            self.step = None;
            if self.pace.is_lost_after_a_step() {
                return Poll::Ready(Some(Err(TooSlow.into())));
            }
        }
    }
}

/// The body did not arrive in time.
#[derive(Debug)]
struct TooSlow;

impl fmt::Display for TooSlow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the body did not come in time")
    }
}

impl std::error::Error for TooSlow {}

/// The value of `Content-Length`, if present.
fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

/// How far a client is behind: a bucket of steps, which time empties and bytes fill.
struct Pace {
    steps: u32,
    /// Bytes that do not yet make a step.
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
    use bytes::Bytes;
    use http_body::Body as _;

    use super::*;

    /// Steps until a client is given up that sends this many bytes in each; at most 10,000.
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
        assert_eq!((announced(&headers), announced(&HeaderMap::new())), (Some(12), None));
    }

    /// How long the rest of a request with this method and these headers is read.
    fn time_for(method: Method, headers: &[(&'static str, &'static str)]) -> Option<Duration> {
        let mut request = Request::builder().method(method);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        dropping_time(&request.body(()).unwrap())
    }

    #[test]
    fn a_body_is_read_to_its_end_where_there_is_one_that_is_bearable() {
        for (method, headers, expected) in [
            (Method::POST, &[("content-length", "3000000")][..], Some(DROPPING_TIME)),
            (Method::PATCH, &[("content-length", "16777216")], Some(DROPPING_TIME)),
            (Method::POST, &[("content-length", "16777217")], None),
            (Method::POST, &[("content-length", "0")], None),
            (Method::POST, &[], Some(DROPPING_TIME_WITHOUT_LENGTH)),
            (Method::GET, &[], None),
            (Method::GET, &[("content-length", "3000000")], Some(DROPPING_TIME)),
            (Method::GET, &[("transfer-encoding", "chunked")], Some(DROPPING_TIME_WITHOUT_LENGTH)),
            (Method::PUT, &[("content-length", "3000000"), ("expect", "100-continue")], None),
        ] {
            assert_eq!(time_for(method.clone(), headers), expected, "{method} {headers:?}");
        }
    }

    #[test]
    fn what_a_reader_leaves_of_a_body_comes_back() {
        let body = || http_body_util::Full::new(Bytes::from_static(b"body"));
        let (request, left) = lend(Request::post("/").body(body()).unwrap());
        let mut lent = request.into_body();
        assert!(left.place.lock().unwrap().is_none());
        let mut context = Context::from_waker(std::task::Waker::noop());
        let frame = Pin::new(&mut lent).poll_frame(&mut context);
        assert!(matches!(frame, Poll::Ready(Some(Ok(_)))));
        drop(lent);
        assert_eq!(left.place.lock().unwrap().as_ref().map(|left| left.length), Some(4));

        let (request, left) = lend(Request::post("/").body(body()).unwrap());
        let mut lent = request.into_body();
        for _ in 0..2 {
            let _ = Pin::new(&mut lent).poll_frame(&mut context);
        }
        drop(lent);
        assert!(left.place.lock().unwrap().is_none());
    }
}
