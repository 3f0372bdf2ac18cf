//! What is kept of a post beside its text.

use connectly_markdown::{VERSION, excerpt, reading_minutes};
use connectly_types::limits::EXCERPT_MAX;

/// What [`Summary`] was made by; kept with it.
pub const SUMMARY_VERSION: i64 = VERSION;

/// What lists show of a post.
pub struct Summary {
    /// The beginning of the text in plain words.
    pub excerpt: String,
    /// How long the text takes to read.
    pub reading_minutes: u32,
}

impl Summary {
    /// Of a post with this content.
    pub fn of(content: &str) -> Self {
        Self { excerpt: excerpt_of(content), reading_minutes: reading_minutes(content) }
    }
}

/// The beginning of a post with this content, as far as lists show it.
pub fn excerpt_of(content: &str) -> String {
    excerpt(content, usize::try_from(EXCERPT_MAX).unwrap_or(usize::MAX))
}
