//! What is stored of a post beside its text.

use connectly_markdown::{VERSION, excerpt, reading_minutes, render};
use connectly_types::limits::EXCERPT_MAX;

/// The version that made a [`Summary`]; stored with it.
pub const SUMMARY_VERSION: i64 = VERSION;

/// What is made from a post's text when it is written.
pub struct Summary {
    /// The beginning of the text as plain text.
    pub excerpt: String,
    /// How long the text takes to read.
    pub reading_minutes: i64,
    /// The text as HTML.
    pub html: String,
}

impl Summary {
    /// The summary of a post with this content.
    pub fn of(content: &str) -> Self {
        Self {
            excerpt: excerpt_of(content),
            reading_minutes: reading_minutes(content).into(),
            html: render(content),
        }
    }
}

/// The beginning of a post with this content, at the length of lists.
pub fn excerpt_of(content: &str) -> String {
    excerpt(content, usize::try_from(EXCERPT_MAX).unwrap_or(usize::MAX))
}
