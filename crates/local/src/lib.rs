//! What runs on this machine for development and tests: Postgres with its databases and roles,
//! and the hosts of the application. The project's commands, the tests and the bench share it.
//!
//! It supports Linux and macOS. On Windows, use the Linux subsystem.
//!
//! In reading order: this clone and other programs (`workspace`, `process`, `supervised`),
//! what the application consists of (`manifest`, `components`, `pools`, `wasi`), Postgres (`postgres`,
//! `database`, `roles`, `migrate`), the application at work (`settings`, `project_database`,
//! `runtime`, `host`, `hosts`).

#[cfg(not(unix))]
compile_error!("this runs on Linux and macOS; on Windows, use the Linux subsystem (WSL 2)");

pub mod lock;
pub mod machine;
pub mod outcome;
pub mod process;
pub mod report;
pub mod secret;
pub mod stop_signal;
pub mod supervised;
pub mod workspace;
pub mod written_part;

pub mod apt;
pub mod faketime;
pub mod proxies;
pub mod requirement;

pub mod components;
pub mod manifest;
pub mod pools;
pub mod wasi;

pub mod database;
pub mod migrate;
pub mod postgres;
pub mod roles;
pub mod scratch_database;
pub mod search_index;
pub mod test_postgres;

pub mod host;
pub mod hosts;
pub mod listener;
pub mod project_database;
pub mod runtime;
pub mod settings;
