//! The host: what Connectly asks of Spin, in types of its own.
//!
//! Only the modules below name Spin's SDK. The rest of the crate, and the components, do not know
//! which version of WASI they are built for.

#[cfg(all(feature = "wasi-0.3", feature = "wasi-0.3-rc"))]
compile_error!("one version of WASI: `--no-default-features` with `--features wasi-0.3-rc`");
#[cfg(not(any(feature = "wasi-0.3", feature = "wasi-0.3-rc")))]
compile_error!("no version of WASI: `--features wasi-0.3` or `--features wasi-0.3-rc`");

mod postgres;
mod wasi_0_3;

pub use postgres::{ParameterValue, Value};
pub(crate) use postgres::{PostgresError, Refusal, Rows};

#[doc(hidden)]
pub use wasi_0_3::__private;
pub(crate) use wasi_0_3::{Connection, Wait, Wake, sleep, variable, wake};
