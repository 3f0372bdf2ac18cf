//! What is derived from a post's Markdown: its beginning as plain text, and how long it takes to
//! read.
//!
//! The text is parsed like on the site, as CommonMark with GitHub's extensions. So an excerpt shows
//! what readers of the post see.
//!
//! Pure: no I/O and no knowledge of the host.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod character;
mod cjk;
mod excerpt;
mod literal;
mod reading_time;
mod syntax;

pub use excerpt::{excerpt, shorten};
pub use reading_time::reading_minutes;

/// The version of [`excerpt()`] and [`reading_minutes()`].
///
/// Stored values name the version that made them. Increase it with each change that gives some text
/// another excerpt or reading time. Older values are then computed again when they are read.
pub const VERSION: i64 = 1;
