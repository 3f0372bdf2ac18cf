//! The host: what Connectly asks of Spin, in types of its own.
//!
//! Only the modules below name Spin's SDK. The rest of the crate, and the components, do not know
//! which version of WASI they are built for.

mod postgres;
mod wasi_0_3;

pub use postgres::{ParameterValue, Value};
pub(crate) use postgres::{PostgresError, Refusal, Rows};

#[doc(hidden)]
pub use wasi_0_3::__private;
pub(crate) use wasi_0_3::{Connection, Wait, Wake, sleep, variable, wake};
