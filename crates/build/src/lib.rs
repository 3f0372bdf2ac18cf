//! Builds what the application is made of: the guests, which are the WebAssembly components that
//! `spin.toml` names, and the frontend that one of them serves. Gets the programs for that, and for
//! checks and tests, from npm, rustup and Python's index.

pub mod frontend;
pub mod guests;
pub mod node;
pub mod offers;
pub mod packages;
pub mod preview;
pub mod python;
mod sections;
pub mod toolchain;
pub mod watch;
