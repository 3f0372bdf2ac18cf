//! What a person sees while a command works: one line on stderr per long step.

use std::fmt::Display;

/// Says which step begins.
pub fn step(text: impl Display) {
    eprintln!("==> {text}");
}

/// Adds something worth knowing to the step.
pub fn note(text: impl Display) {
    eprintln!("    {text}");
}
