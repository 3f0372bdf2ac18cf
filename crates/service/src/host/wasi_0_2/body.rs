//! The bodies of requests and responses.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::Body;
use bytes::Bytes;
use http_body::Frame;
use http_body_util::BodyExt as _;
use spin_executor::{CancelOnDropToken, push_waker_and_get_token};
use wasi::{
    http::types::{IncomingBody, IncomingRequest, OutgoingBody},
    io::streams::{InputStream, OutputStream, StreamError},
};

/// How much to read at once, in bytes.
const CHUNK: u64 = 64 * 1024;

/// A request's body. The fields are dropped in this order, as the host demands.
pub(super) struct RequestBody {
    /// Keeps the executor waiting for more.
    more: Option<CancelOnDropToken>,
    stream: InputStream,
    _body: IncomingBody,
}

impl RequestBody {
    /// The body of a request that was not yet taken.
    pub(super) fn of(request: &IncomingRequest) -> Option<Self> {
        let body = request.consume().ok()?;
        let stream = body.stream().ok()?;
        Some(Self { more: None, stream, _body: body })
    }
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = String;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, String>>> {
        match self.stream.read(CHUNK) {
            Ok(bytes) if bytes.is_empty() => {
                let ready = self.stream.subscribe();
                self.more = Some(push_waker_and_get_token(ready, context.waker().clone()).into());
                Poll::Pending
            }
            Ok(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes.into())))),
            Err(StreamError::Closed) => Poll::Ready(None),
            Err(StreamError::LastOperationFailed(error)) => {
                Poll::Ready(Some(Err(error.to_debug_string())))
            }
        }
    }
}

/// Sends a response's body.
///
/// # Errors
/// When the client has gone, or the body itself fails. The host then breaks the response off.
pub(super) async fn send(mut body: Body, to: OutgoingBody) -> Result<(), String> {
    let stream = to.write().map_err(|()| "the body was already taken".to_owned())?;
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| error.to_string())?;
        if let Some(bytes) = frame.data_ref() {
            write(&stream, bytes).map_err(|error| error.to_string())?;
        }
    }
    stream.blocking_flush().map_err(|error| error.to_string())?;
    drop(stream);
    OutgoingBody::finish(to, None).map_err(|error| error.to_string())
}

pub(super) fn write(stream: &OutputStream, mut bytes: &[u8]) -> Result<(), StreamError> {
    while !bytes.is_empty() {
        let room = usize::try_from(stream.check_write()?).unwrap_or(usize::MAX);
        let (now, later) = bytes.split_at(room.min(bytes.len()));
        if now.is_empty() {
            stream.subscribe().block();
        } else {
            stream.write(now)?;
        }
        bytes = later;
    }
    Ok(())
}
