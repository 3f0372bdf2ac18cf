//! WASI 0.2: a call of the host blocks the instance, which answers one request and ends.
//!
//! Only bodies and timers can be waited for together; `spin_executor` does that. The other functions are
//! asynchronous because they are so in the other versions.

mod body;
mod entry;
mod http;
mod postgres;
mod refusal;
mod sleep;
mod wake;

use super::PostgresError;
use spin_sdk_5 as sdk;

pub use entry::__private;
pub(crate) use {
    http::send,
    postgres::{open, query},
    sdk::{pg4 as pg, variables::Error as VariableError},
    sleep::sleep,
    wake::{Wait, Wake, wake},
};

/// Whether a call of the host keeps the instance from everything else.
pub(crate) const BLOCKS: bool = true;

/// Whether a connection can be opened with a certificate of an authority.
pub(crate) const TAKES_CA_ROOT: bool = false;

/// What an error of a statement means that has no fields.
pub(crate) fn without_fields(log: String) -> PostgresError {
    match refusal::read(&log) {
        Some(refusal) => PostgresError::Refused(refusal),
        None => PostgresError::Lost(log),
    }
}

/// The value of a variable.
pub(crate) async fn variable(name: &str) -> Result<String, VariableError> {
    sdk::variables::get(name)
}
