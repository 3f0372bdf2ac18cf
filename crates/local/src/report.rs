//! Progress of a command: one line on stderr per long step.

use std::fmt::Display;

/// Reports that a step begins.
pub fn step(text: impl Display) {
    eprintln!("==> {text}");
}

/// Adds a note to the step.
pub fn note(text: impl Display) {
    eprintln!("    {text}");
}
