//! The host: what Connectly asks of Spin, in types of its own.
//!
//! Only the modules below name Spin's SDK. The rest of the crate, and the components, do not know
//! which version of WASI they are built for.

#[cfg(any(
    all(feature = "wasi-0.3", feature = "wasi-0.3-rc"),
    all(feature = "wasi-0.3", feature = "wasi-0.2"),
    all(feature = "wasi-0.3-rc", feature = "wasi-0.2"),
))]
compile_error!("one version of WASI: `--no-default-features` with `--features wasi-0.2`, say");
#[cfg(not(any(feature = "wasi-0.3", feature = "wasi-0.3-rc", feature = "wasi-0.2")))]
compile_error!("no version of WASI: `--features wasi-0.3`, `wasi-0.3-rc` or `wasi-0.2`");

mod connection;
mod conversion;
mod log;
mod message;
mod postgres;

#[cfg(feature = "wasi-0.2")]
mod wasi_0_2;
#[cfg(not(feature = "wasi-0.2"))]
mod wasi_0_3;

#[cfg(feature = "wasi-0.2")]
use wasi_0_2 as version;
#[cfg(not(feature = "wasi-0.2"))]
use wasi_0_3 as version;

use version::VariableError;

pub(crate) use connection::Connection;
pub(crate) use log::write_to_log;
pub(crate) use postgres::{Expected, PostgresError, Refusal, Rows};
pub use postgres::{ParameterValue, Value};

#[doc(hidden)]
pub use version::__private;
pub(crate) use version::{BLOCKS, TAKES_CA_ROOT, Wait, Wake, send, sleep, wake};

/// A variable; `None` for a component that is not given it.
///
/// # Errors
/// The host's text, when it cannot tell.
pub(crate) async fn variable(name: &str) -> Result<Option<String>, String> {
    match version::variable(name).await {
        Ok(value) => Ok(Some(value)),
        Err(VariableError::Undefined(_)) => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}
