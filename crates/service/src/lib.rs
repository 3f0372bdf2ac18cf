//! What the components share, and the only crate that names Spin's SDK, in one module: `host`.
//!
//! A request's way through it: [`component!`] (the entry) → a component's router → the operation's
//! [`Call`], which is checked and, for some operations, counted → the operation's statement
//! ([`Db::query`]) → the [`Reply`], or an [`Error`], which one place turns into problem+json.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod address;
mod body;
mod call;
mod client_address;
mod compression;
mod config;
mod connection;
mod cookie;
mod cors;
mod db;
mod device;
mod entry;
mod error;
mod header;
mod host;
mod identity;
mod json_body;
mod log;
mod object_store;
mod parameter;
mod problem;
mod rate_limit;
mod replica;
mod reply;
mod request_id;
mod revision;
mod route;
mod row;
mod security_contact;
mod size;
mod upload;
mod url;

pub use call::Call;
pub use client_address::ClientAddress;
pub use compression::accepts_encoding;
pub use config::App;
pub use cookie::SessionCookie;
pub use db::{Db, DbError};
pub use device::UserDevice;
pub use error::Error;
pub use header::members as header_members;
pub use host::ParameterValue;
pub use identity::Reader;
pub use log::{note_route, write_error as log_error};
pub use object_store::ObjectStore;
pub use parameter::Parameter;
pub use rate_limit::Rate;
pub use reply::Reply;
pub use revision::{IfMatch, IfNoneMatch, Revision};
pub use route::{Handler, OperationRouter};
pub use row::{FromRow, FromValue, Row};
pub use url::PublicUrl;

#[doc(hidden)]
pub use host::__private;

/// The result of a handler.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A time as the API writes it, to the second: RFC 3339, in UTC.
#[must_use]
pub fn rfc3339(time: std::time::SystemTime) -> String {
    humantime::format_rfc3339_seconds(time).to_string()
}

/// A new id: a UUID of version 7, so that ids sort by creation time.
#[must_use]
pub fn new_id<T: From<uuid::Uuid>>() -> T {
    uuid::Uuid::now_v7().into()
}
