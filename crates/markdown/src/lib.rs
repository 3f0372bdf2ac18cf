//! What is derived from a post's Markdown: its HTML, its beginning as plain text, all of its words,
//! and how long it takes to read.
//!
//! All of it comes from one parser, of CommonMark with GitHub's extensions. So an excerpt shows what
//! readers of the post see, and the editor's preview is what they will see.
//!
//! Pure: no I/O and no knowledge of the host.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod address;
mod autolink;
mod blocks;
mod character;
mod cjk;
mod derived;
mod document;
mod excerpt;
mod headings;
mod html;
mod inline;
mod literal;
mod notes;
mod plain_text;
mod quotes;
mod reading_time;
mod render;
mod script;
mod syntax;

pub use derived::Derived;
pub use excerpt::{excerpt, shorten};
pub use inline::PICTURE_SIZES;
pub use plain_text::plain_text;
pub use reading_time::reading_minutes;
pub use render::render;
pub use script::{Direction, direction, is_right_to_left};

/// The version of [`render()`], [`excerpt()`], [`plain_text()`] and [`reading_minutes()`].
///
/// Stored values name the version that made them. Increase it with each change that gives some text
/// other HTML, another excerpt, other words or another reading time. Older values are then computed
/// again when they are read.
pub const VERSION: i64 = 3;
