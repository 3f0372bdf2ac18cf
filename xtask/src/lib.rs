//! What the project's commands are made of, as a library: the tests use its Postgres, its
//! migrations and its paths too.
//!
//! It supports Linux and macOS. On Windows, use the Linux subsystem.

#[cfg(not(unix))]
compile_error!("xtask runs on Linux and macOS; on Windows, use the Linux subsystem (WSL 2)");

pub mod guests;
pub mod lock;
pub mod manifest;
pub mod process;
pub mod report;
pub mod toolchain;
pub mod workspace;
