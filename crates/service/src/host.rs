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

mod conversion;
mod postgres;

#[cfg(feature = "wasi-0.2")]
mod wasi_0_2;
#[cfg(not(feature = "wasi-0.2"))]
mod wasi_0_3;

#[cfg(feature = "wasi-0.2")]
use wasi_0_2 as version;
#[cfg(not(feature = "wasi-0.2"))]
use wasi_0_3 as version;

pub use postgres::{ParameterValue, Value};
pub(crate) use postgres::{PostgresError, Refusal, Rows};

#[doc(hidden)]
pub use version::__private;
pub(crate) use version::{BLOCKS, Connection, TAKES_CA_ROOT, Wait, Wake, sleep, variable, wake};
