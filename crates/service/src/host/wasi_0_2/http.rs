//! Requests to other servers. Each wait has a limit here, because nothing else can end it.

use axum::body::Body;
use bytes::Bytes;
use wasi::http::outgoing_handler;
use wasi::http::types::{
    Fields, IncomingResponse, Method, OutgoingBody, OutgoingRequest, RequestOptions, Scheme,
};
use wasi::io::streams::StreamError;

use super::body::write;
use crate::host::message;

/// How long connecting may take, and then the wait for each part of the answer, in nanoseconds.
const CONNECT_TIMEOUT: u64 = 2_000_000_000;
const WAIT_TIMEOUT: u64 = 5_000_000_000;
/// How much to read at once, in bytes.
const CHUNK: u64 = 64 * 1024;

/// See `host::send`. The answer is read to its end.
pub(crate) async fn send(request: http::Request<Bytes>) -> Result<http::Response<Body>, String> {
    let (parts, body) = request.into_parts();
    let refused = |()| "the host refuses the request".to_owned();
    let outgoing = OutgoingRequest::new(headers(&parts.headers)?);
    outgoing.set_method(&method(&parts.method)).map_err(refused)?;
    outgoing.set_scheme(Some(&scheme(&parts.uri))).map_err(refused)?;
    outgoing.set_authority(parts.uri.authority().map(|name| name.as_str())).map_err(refused)?;
    let path = parts.uri.path_and_query().map(|path| path.as_str());
    outgoing.set_path_with_query(path).map_err(refused)?;
    let to = outgoing.body().map_err(refused)?;
    // Before the body: the host sends it while it's written.
    let answer = outgoing_handler::handle(outgoing, Some(options().map_err(refused)?))
        .map_err(|error| error.to_string())?;
    let stream = to.write().map_err(refused)?;
    write(&stream, &body).map_err(|error| error.to_string())?;
    stream.blocking_flush().map_err(|error| error.to_string())?;
    drop(stream);
    OutgoingBody::finish(to, None).map_err(|error| error.to_string())?;

    answer.subscribe().block();
    let response = answer.get().ok_or("no answer")?.map_err(refused)?;
    read(response.map_err(|error| error.to_string())?)
}

fn options() -> Result<RequestOptions, ()> {
    let options = RequestOptions::new();
    options.set_connect_timeout(Some(CONNECT_TIMEOUT))?;
    options.set_first_byte_timeout(Some(WAIT_TIMEOUT))?;
    options.set_between_bytes_timeout(Some(WAIT_TIMEOUT))?;
    Ok(options)
}

fn headers(headers: &http::HeaderMap) -> Result<Fields, String> {
    Fields::from_list(&message::entries(headers)).map_err(|error| error.to_string())
}

fn method(method: &http::Method) -> Method {
    match *method {
        http::Method::GET => Method::Get,
        http::Method::PUT => Method::Put,
        http::Method::DELETE => Method::Delete,
        ref other => Method::Other(other.to_string()),
    }
}

fn scheme(uri: &http::Uri) -> Scheme {
    if uri.scheme() == Some(&http::uri::Scheme::HTTP) { Scheme::Http } else { Scheme::Https }
}

fn read(response: IncomingResponse) -> Result<http::Response<Body>, String> {
    let mut builder = http::Response::builder().status(response.status());
    for (name, value) in response.headers().entries() {
        builder = builder.header(name, value);
    }
    let taken = |()| "the answer was already taken".to_owned();
    let body = response.consume().map_err(taken)?;
    let stream = body.stream().map_err(taken)?;
    let mut bytes = Vec::new();
    loop {
        match stream.blocking_read(CHUNK) {
            Ok(part) => bytes.extend(part),
            Err(StreamError::Closed) => break,
            Err(error) => return Err(error.to_string()),
        }
    }
    builder.body(bytes.into()).map_err(|error| error.to_string())
}
