//! Errors as clients see them.

use serde::{Deserialize, Serialize};

use crate::FieldError;

/// The body of every error: `application/problem+json` (RFC 9457) with two members more,
/// `error` and `fields`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind of problem it is.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status' phrase.
    pub title: String,
    /// The status, once more.
    pub status: u16,
    /// A sentence that says what was wrong and what would be right.
    pub detail: String,
    /// A short text.
    pub error: String,
    /// For invalid input: each fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
}
