//! The actors and the stage of the tests: a whole application for each test, with its own database.
//!
//! Nothing here is mocked: the components are the built `.wasm` files, they run on the development
//! host or on Spin, and Postgres is real. `cargo xtask test` prepares all three and says where they
//! are.

mod actor;
mod answer;
mod app;
mod balancer;
pub mod contract;
mod database;
mod line;
pub mod memory;
mod nginx;
mod object_store;
mod own_postgres;
mod pgbouncer;
mod picture;
pub mod proxy;
pub mod reliability;
mod subject;
pub mod traffic;

pub use actor::{Actor, PASSWORD};
pub use answer::Answer;
pub use app::{App, JWT_SECRET, Stage};
pub use balancer::Balancer;
pub use database::Database;
pub use line::{Line, LineFault};
pub use nginx::Nginx;
pub use object_store::ObjectStore;
pub use own_postgres::{OwnPostgres, Special};
pub use pgbouncer::PgBouncer;
pub use picture::{Picture, png_of};
pub use subject::Subject;
pub use traffic::Traffic;

/// A variable of the environment that `cargo xtask test` sets.
///
/// # Panics
/// When it is not set. The message says what sets it.
pub fn environment(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: run the tests with `cargo xtask test`, which prepares all")
    })
}
