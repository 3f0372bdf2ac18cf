//! What a component writes to its log.

use std::sync::OnceLock;

use wasi::{cli::stderr::get_stderr, io::streams::OutputStream};

/// How much the host takes in one call, in bytes.
const PIECE: usize = 4096;

/// Writes to stderr in one call of the host, if the text isn't too long. `std` makes three.
pub(crate) fn write_to_log(text: &[u8]) {
    static STDERR: OnceLock<OutputStream> = OnceLock::new();

    let stderr = STDERR.get_or_init(get_stderr);
    for piece in text.chunks(PIECE) {
        // A log that cannot be written is not a reason to fail.
        if stderr.blocking_write_and_flush(piece).is_err() {
            return;
        }
    }
}
