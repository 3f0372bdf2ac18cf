//! What a post's Markdown says: its beginning in plain text, and how long it takes to read.
//!
//! The text is parsed as the site parses it, CommonMark with GitHub's extensions, and not
//! searched for signs: so an excerpt shows what readers of the post see.
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

/// Which version of [`excerpt()`] and [`reading_minutes()`] this is.
///
/// What is stored of a post says which version made it. Count it up with each change that gives
/// some text another excerpt or reading time: older values are then made anew when they are read.
pub const VERSION: i64 = 1;
