//! Bodies of requests and answers.

use wasi::http::types::{
    Fields, IncomingRequest, OutgoingBody, OutgoingResponse, ResponseOutparam,
};
use wasi::io::streams::{OutputStream, StreamError};

/// How much is read, and can be written, at once.
const CHUNK: usize = 4096;

/// The whole body of a request.
pub fn read(request: &IncomingRequest) -> Vec<u8> {
    let mut bytes = Vec::new();
    for_each_chunk(request, |chunk| bytes.extend(chunk));
    bytes
}

/// Sends the request's body back, as it comes, after the answer has begun.
pub fn echo(request: &IncomingRequest, out: ResponseOutparam) {
    let answer = Answer::begin(Fields::new(), out);
    for_each_chunk(request, |chunk| answer.write(chunk));
    answer.finish();
}

/// Begins an answer and panics.
pub fn panic_after(text: &str, out: ResponseOutparam) {
    Answer::begin(Fields::new(), out).write(text.as_bytes());
    panic!("the probe panics in its answer");
}

/// An answer whose headers are sent.
pub struct Answer {
    // Declared, and so dropped, before the body that it belongs to.
    stream: OutputStream,
    body: OutgoingBody,
}

impl Answer {
    /// Sends the headers.
    pub fn begin(headers: Fields, out: ResponseOutparam) -> Self {
        let response = OutgoingResponse::new(headers);
        let body = response.body().expect("the body, once");
        let stream = body.write().expect("the stream, once");
        ResponseOutparam::set(out, Ok(response));
        Self { stream, body }
    }

    /// Waits until the client has taken the bytes.
    pub fn write(&self, bytes: &[u8]) {
        for chunk in bytes.chunks(CHUNK) {
            self.stream.blocking_write_and_flush(chunk).expect("written");
        }
    }

    /// Ends the body.
    pub fn finish(self) {
        drop(self.stream);
        OutgoingBody::finish(self.body, None).expect("the end");
    }
}

fn for_each_chunk(request: &IncomingRequest, mut handle: impl FnMut(&[u8])) {
    let body = request.consume().expect("the body, once");
    let stream = body.stream().expect("the stream, once");
    loop {
        match stream.blocking_read(CHUNK as u64) {
            Ok(chunk) => handle(&chunk),
            Err(StreamError::Closed) => return,
            Err(error) => panic!("{error}"),
        }
    }
}
