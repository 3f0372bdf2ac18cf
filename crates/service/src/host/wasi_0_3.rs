//! WASI 0.3, and its release candidate of 2026-03-15: every call of the host is asynchronous. The
//! two SDKs have the same interface.

mod entry;
mod http;
mod incoming;
mod outgoing;
mod postgres;
mod wake;

#[cfg(feature = "wasi-0.3")]
use spin_sdk as sdk;
#[cfg(feature = "wasi-0.3-rc")]
use spin_sdk_6 as sdk;

use super::PostgresError;

pub use entry::__private;
pub(crate) use {
    http::send,
    postgres::{open, query},
    sdk::{
        pg,
        time::sleep,
        variables::{Error as VariableError, get as variable},
    },
    wake::{Wait, Wake, wake},
};

/// Whether a call of the host keeps the instance from everything else.
pub(crate) const BLOCKS: bool = false;

/// Whether a connection can be opened with a certificate of an authority.
pub(crate) const TAKES_CA_ROOT: bool = true;

/// What an error of a statement means that has no fields: no answer came from Postgres.
pub(crate) fn without_fields(log: String) -> PostgresError {
    PostgresError::Lost(log)
}
