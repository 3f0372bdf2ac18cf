//! A request as the host gives it.
//!
//! Each function of the host that is called costs more than what it tells, so this asks only for what
//! is used. The SDK's conversion also asks for options, and reads a body past its end.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::{Buf as _, Bytes};
use http::{
    HeaderMap, Method, Uri,
    header::{CONTENT_LENGTH, HOST, TRANSFER_ENCODING},
    uri::Scheme,
};
use http_body::Frame;

use super::sdk::wasip3::{
    http::types::{self, ErrorCode},
    http_compat::IncomingRequestBody,
};
use crate::host::message;

/// A request of the host; `None` if it cannot be read.
pub(super) fn read(request: types::Request) -> Option<http::Request<RequestBody>> {
    let mut read = http::Request::new(());
    *read.headers_mut() = message::headers(request.get_headers().copy_all())?;
    *read.method_mut() = Method::try_from(request.get_method()).ok()?;
    *read.uri_mut() = uri(&request, read.headers())?;
    let body = RequestBody::of(request, read.method(), read.headers())?;
    Some(read.map(|()| body))
}

fn uri(request: &types::Request, headers: &HeaderMap) -> Option<Uri> {
    // Where there is a header, it is the authority.
    let authority = match headers.get(HOST) {
        Some(host) => Some(host.to_str().ok()?.to_owned()),
        None => request.get_authority(),
    };
    let scheme = || match request.get_scheme() {
        None | Some(types::Scheme::Http) => Some(Scheme::HTTP),
        Some(types::Scheme::Https) => Some(Scheme::HTTPS),
        Some(types::Scheme::Other(name)) => name.parse().ok(),
    };
    message::uri(request.get_path_with_query(), authority, scheme)
}

/// A request's body.
pub(super) struct RequestBody {
    /// `None` if there is nothing to read.
    body: Option<IncomingRequestBody>,
    /// How many bytes are to come; `None` if only the end will tell.
    left: Option<u64>,
}

impl RequestBody {
    fn of(request: types::Request, method: &Method, headers: &HeaderMap) -> Option<Self> {
        let length = headers.get(CONTENT_LENGTH);
        let is_chunked = headers.contains_key(TRANSFER_ENCODING);
        let never_has_one = matches!(*method, Method::GET | Method::HEAD);
        if length.is_none() && !is_chunked && never_has_one {
            return Some(Self { body: None, left: None });
        }
        let left = match length {
            Some(length) if !is_chunked => Some(length.to_str().ok()?.trim().parse().ok()?),
            _ => None,
        };
        let body = match left {
            Some(0) => None,
            _ => Some(IncomingRequestBody::new(request).ok()?),
        };
        Some(Self { body, left })
    }
}

impl http_body::Body for RequestBody {
    type Data = Bytes;
    type Error = ErrorCode;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, ErrorCode>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let frame = ready!(Pin::new(body).poll_frame(context));
        let length = match &frame {
            Some(Ok(frame)) => frame.data_ref().map_or(0, |data| data.remaining()),
            Some(Err(_)) | None => {
                self.body = None;
                0
            }
        };
        if let Some(left) = &mut self.left {
            *left = left.saturating_sub(length as u64);
            if *left == 0 {
                self.body = None;
            }
        }
        Poll::Ready(frame)
    }
}
