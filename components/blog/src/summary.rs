//! What is stored of a post beside its text.

use connectly_markdown::{Derived, VERSION, excerpt};
use connectly_types::limits::EXCERPT_MAX;

/// The version that made what is stored; stored with it.
pub const SUMMARY_VERSION: i64 = VERSION;

/// What is stored of a post with this content.
pub fn summary(content: &str) -> Derived {
    Derived::of(content, EXCERPT_LENGTH)
}

/// The beginning of a post with this content, at the length of lists.
pub fn excerpt_of(content: &str) -> String {
    excerpt(content, EXCERPT_LENGTH)
}

const EXCERPT_LENGTH: usize = EXCERPT_MAX as usize;
