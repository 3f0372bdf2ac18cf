//! WASI 0.2: a call of the host blocks the instance, which answers one request and ends.
//!
//! Only bodies and timers can be waited for together; `spin_executor` does that.

mod body;
mod connection;
mod entry;
mod refusal;
mod sleep;
mod wake;

use super::PostgresError;
use spin_sdk_5 as sdk;

pub use entry::__private;
pub(crate) use {
    connection::Connection,
    sdk::pg4 as pg,
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

/// A variable; `None` for a component that is not given it.
///
/// # Errors
/// The host's text, when it cannot tell.
pub(crate) async fn variable(name: &str) -> Result<Option<String>, String> {
    match sdk::variables::get(name) {
        Ok(value) => Ok(Some(value)),
        Err(sdk::variables::Error::Undefined(_)) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}
