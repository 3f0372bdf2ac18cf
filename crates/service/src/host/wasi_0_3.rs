//! WASI 0.3: every call of the host is asynchronous.

mod connection;
mod entry;
mod wake;

pub use entry::__private;
pub(crate) use {
    connection::Connection,
    spin_sdk::time::sleep,
    wake::{Wait, Wake, wake},
};

use spin_sdk::variables;

/// A variable; `None` for a component that is not given it.
///
/// # Errors
/// The host's text, when it cannot tell.
pub(crate) async fn variable(name: &str) -> Result<Option<String>, String> {
    match variables::get(name).await {
        Ok(value) => Ok(Some(value)),
        Err(variables::Error::Undefined(_)) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}
