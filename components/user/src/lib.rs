//! Accounts and sessions: everything under `/api/v1/user`.
//!
//! Owns the tables `users` and `sessions`.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod read_me;
mod sign_in;
mod sign_out;
mod sign_up;

mod session;
mod user;

use axum::{
    Router,
    routing::{get, post},
};
use connectly_service::App;
use connectly_types::operation::{READ_ME, SIGN_IN, SIGN_OUT, SIGN_UP};

connectly_service::component!(router);

fn router() -> Router<App> {
    Router::new()
        .route(SIGN_UP.path, post(sign_up::sign_up))
        .route(SIGN_IN.path, post(sign_in::sign_in))
        .route(SIGN_OUT.path, post(sign_out::sign_out))
        .route(READ_ME.path, get(read_me::read_me))
}
