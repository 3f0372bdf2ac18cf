//! WASI 0.2: a call of the host blocks the instance, which answers one request and ends.
//!
//! Only bodies and timers can be waited for together; `spin_executor` does that.

mod body;
mod connection;
mod entry;
mod sleep;
mod wake;

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
