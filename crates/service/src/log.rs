//! The log: one line of JSON for each request, on stderr.
//!
//! It contains nothing from bodies, headers or queries, and not the user.

use std::{
    borrow::Cow,
    time::{Instant, SystemTime},
};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use connectly_types::Endpoint;
use serde::Serialize;

use crate::{host::write_to_log, request_id::RequestId};

/// A response extension with text for the log only.
#[derive(Clone, Debug)]
pub(crate) struct LogMessage(pub(crate) String);

/// A response extension with the operation that it comes from.
#[derive(Clone, Debug)]
struct Answered(Cow<'static, str>);

/// A line.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    /// When the answer was ready: RFC 3339.
    time: String,
    request_id: &'a str,
    /// The operation's name. Outside of the API, the route's pattern. Null if there is none.
    operation: Option<&'a str>,
    status: u16,
    /// From when the component received the request until its answer, without sending the body.
    milliseconds: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// Records on the response which operation it is of.
pub(crate) fn note_operation<O: Endpoint>(mut response: Response) -> Response {
    response.extensions_mut().insert(Answered(O::OPERATION.name.into()));
    response
}

/// A layer around routes that are not operations, which records the route's pattern on the response.
pub async fn note_route(matched: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(path) = matched {
        response.extensions_mut().insert(Answered(path.as_str().to_owned().into()));
    }
    response
}

/// Writes the line of a request.
pub(crate) fn write<B>(id: &RequestId, begin: Instant, response: &http::Response<B>) {
    let answered = response.extensions().get::<Answered>();
    let message = response.extensions().get::<LogMessage>();
    let line = Line {
        time: humantime::format_rfc3339_micros(SystemTime::now()).to_string(),
        request_id: id.as_str(),
        operation: answered.map(|Answered(name)| name.as_ref()),
        status: response.status().as_u16(),
        milliseconds: u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX),
        error: message.map(|LogMessage(text)| text.as_str()),
    };
    write_line(&line);
}

/// Writes a line that belongs to no request, because what went wrong stayed without consequence.
pub fn write_error(error: &str) {
    let time = humantime::format_rfc3339_micros(SystemTime::now()).to_string();
    write_line(&serde_json::json!({ "time": time, "error": error }));
}

fn write_line(line: &impl Serialize) {
    // Strings and numbers always serialize.
    let mut line = serde_json::to_string(line).unwrap_or_default();
    line.push('\n');
    // Written in one piece, unlike with `eprintln!`: other instances write to the same file at the
    // same time, and Spin exports every piece as a record.
    write_to_log(line.as_bytes());
}
