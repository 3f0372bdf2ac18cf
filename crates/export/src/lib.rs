//! A user's export as an archive: the JSON of the export, and each post as a Markdown file.
//!
//! Pure: no I/O and no knowledge of the host.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod archive;
mod file_name;
mod front_matter;
mod zip_writer;

pub use archive::{ArchiveError, archive};
