//! What is stored of a post beside its text.

use connectly_markdown::{VERSION, excerpt, reading_minutes};
use connectly_types::limits::EXCERPT_MAX;

/// The version that made a [`Summary`]; stored with it.
pub const SUMMARY_VERSION: i64 = VERSION;

/// A post's summary for lists.
pub struct Summary {
    /// The beginning of the text as plain text.
    pub excerpt: String,
    /// How long the text takes to read.
    pub reading_minutes: u32,
}

impl Summary {
    /// The summary of a post with this content.
    pub fn of(content: &str) -> Self {
        Self { excerpt: excerpt_of(content), reading_minutes: reading_minutes(content) }
    }
}

/// The beginning of a post with this content, at the length of lists.
pub fn excerpt_of(content: &str) -> String {
    excerpt(content, usize::try_from(EXCERPT_MAX).unwrap_or(usize::MAX))
}
