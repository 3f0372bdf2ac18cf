//! Builds what the application is made of: the guests, the WebAssembly components that
//! `spin.toml` names, and the frontend that one of them serves.

pub mod frontend;
pub mod guests;
pub mod node;
pub mod packages;
pub mod toolchain;
