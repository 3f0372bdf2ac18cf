//! An answer, and what tests assert about it.

use connectly_types::Problem;
use reqwest::{Response, header::HeaderMap};
use serde_json::Value;

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body: JSON, or null when it is empty or a file.
    pub body: Value,
    /// The body as received.
    pub bytes: Vec<u8>,
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.expect("a body").to_vec();
        let media_type = headers.get("content-type").map(|value| value.as_bytes());
        let is_file = media_type
            .is_some_and(|kind| kind == b"application/zip" || kind.starts_with(b"image/"));
        let body = if bytes.is_empty() || is_file {
            Value::Null
        } else {
            let shown = || String::from_utf8_lossy(&bytes);
            serde_json::from_slice(&bytes)
                .unwrap_or_else(|_| panic!("{status}, not JSON: {:?}", shown()))
        };
        Self { status, headers, body, bytes }
    }

    /// A header's value; empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// # Panics
    /// When the status is another one.
    #[track_caller]
    pub fn assert_status(&self, status: u16) {
        assert_eq!(self.status, status, "{}", self.body);
    }

    /// A success with a JSON body.
    #[track_caller]
    pub fn assert_success(&self, status: u16) {
        self.assert_status(status);
        assert_eq!(self.header("content-type"), "application/json");
    }

    /// A well-formed problem+json with this status and this short text, which shows no internals,
    /// and the header that goes with the status.
    #[track_caller]
    pub fn assert_problem(&self, status: u16, error: &str) -> Problem {
        self.assert_status(status);
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem: Problem = serde_json::from_value(self.body.clone()).expect("a problem");
        assert_eq!((problem.status, problem.error.as_str()), (status, error));
        assert_eq!(problem.kind, "about:blank");
        assert!(!problem.title.is_empty() && !problem.detail.is_empty(), "{problem:?}");
        let text = self.body.to_string().to_lowercase();
        for inside in ["select ", "insert ", "sql", "panic", ".rs", "postgres", "argon2"] {
            assert!(!text.contains(inside), "tells of {inside:?}: {text}");
        }
        let header = match status {
            401 => "www-authenticate",
            405 => "allow",
            429 | 503 => "retry-after",
            _ => return problem,
        };
        assert_ne!(self.header(header), "", "{status} without {header}");
        problem
    }

    /// Invalid input with these faults, `(field, code)`.
    #[track_caller]
    pub fn assert_invalid(&self, expected: &[(&str, &str)]) {
        let problem = self.assert_problem(400, "Inputs not correct");
        let fields: Vec<_> = problem
            .fields
            .iter()
            .map(|fault| (fault.field.as_str(), fault.code.as_str()))
            .collect();
        assert_eq!(fields, expected, "{}", self.body);
    }

    /// A refusal for lack of a valid token.
    #[track_caller]
    pub fn assert_unauthorized(&self) {
        self.assert_problem(401, "You are not logged in");
    }
}
