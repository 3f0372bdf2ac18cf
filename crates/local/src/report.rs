//! Progress of a command: one line on stderr per long step.

use std::fmt::Display;
use std::io::{IsTerminal, stderr};

/// Reports that a step begins.
pub fn step(text: impl Display) {
    make_room();
    eprintln!("==> {text}");
}

/// Adds a note to the step.
pub fn note(text: impl Display) {
    make_room();
    eprintln!("    {text}");
}

/// Clears the line of a terminal at whose beginning the cursor is: it may show how far a command is.
pub fn make_room() {
    if stderr().is_terminal() {
        eprint!("\x1b[K");
    }
}
