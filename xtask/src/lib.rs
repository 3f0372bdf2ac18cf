//! What the project's commands are made of, as a library: the tests use its Postgres, its
//! migrations and its paths too.
//!
//! It supports Linux and macOS. On Windows, use the Linux subsystem.

#[cfg(not(unix))]
compile_error!("xtask runs on Linux and macOS; on Windows, use the Linux subsystem (WSL 2)");

pub mod apt;
pub mod bench;
pub mod browser;
pub mod check;
pub mod database;
pub mod faketime;
pub mod frontend;
pub mod fuzz;
pub mod guests;
mod host;
pub mod listener;
pub mod lock;
pub mod machine;
pub mod manifest;
pub mod migrate;
pub mod nginx;
pub mod node;
pub mod packages;
pub mod postgres;
pub mod process;
pub mod project_database;
pub mod reliability;
pub mod report;
pub mod roles;
pub mod runtime;
pub mod settings;
pub mod stage;
pub mod stop_signal;
pub mod suite;
pub mod supervised;
pub mod tally;
pub mod toolchain;
pub mod up;
pub mod watch;
pub mod workspace;
pub mod written_part;

mod secret;
