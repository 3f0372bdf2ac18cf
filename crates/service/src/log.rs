//! The log: one line of JSON for each request, on stderr.
//!
//! It contains nothing from bodies, headers or queries, and not the user.

use std::{
    io::Write as _,
    time::{Instant, SystemTime},
};

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use connectly_types::OPERATIONS;
use http::Method;
use serde::Serialize;

use crate::request_id::RequestId;

/// A response extension with text for the log only.
#[derive(Clone, Debug)]
pub(crate) struct LogMessage(pub(crate) String);

/// A response extension with the operation that it comes from.
#[derive(Clone, Debug)]
struct Answered(String);

/// A line.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    /// When the answer was ready: RFC 3339.
    time: String,
    request_id: &'a str,
    /// The operation's name. Outside of the API, the route's pattern. Null if no route matches.
    operation: Option<&'a str>,
    status: u16,
    /// From when the component received the request until its answer, without sending the body.
    milliseconds: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

/// A layer around the routes that records the operation on the response.
pub(crate) async fn note_operation(
    matched: Option<MatchedPath>,
    request: Request,
    next: Next,
) -> Response {
    let answered = matched.map(|path| Answered(operation(request.method(), path.as_str())));
    let mut response = next.run(request).await;
    if let Some(answered) = answered {
        response.extensions_mut().insert(answered);
    }
    response
}

fn operation(method: &Method, path: &str) -> String {
    let method = if method == Method::HEAD { &Method::GET } else { method };
    let known = OPERATIONS
        .iter()
        .find(|operation| operation.path == path && operation.method == *method)
        .map(|operation| operation.name);
    known.unwrap_or(path).to_owned()
}

/// Writes the line of a request.
pub(crate) fn write<B>(id: &RequestId, begin: Instant, response: &http::Response<B>) {
    let answered = response.extensions().get::<Answered>();
    let message = response.extensions().get::<LogMessage>();
    let line = Line {
        time: humantime::format_rfc3339_micros(SystemTime::now()).to_string(),
        request_id: id.as_str(),
        operation: answered.map(|Answered(name)| name.as_str()),
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
    // same time, and Spin exports every piece as a record. A log that cannot be written is not a
    // reason to fail.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_is_called_by_its_name_and_other_routes_by_their_pattern() {
        assert_eq!(operation(&Method::GET, "/api/v1/blog/{id}"), "read_post");
        assert_eq!(operation(&Method::HEAD, "/api/v1/blog/{id}"), "read_post");
        assert_eq!(operation(&Method::PATCH, "/api/v1/blog/{id}"), "/api/v1/blog/{id}");
        assert_eq!(operation(&Method::GET, "/signin"), "/signin");
    }
}
