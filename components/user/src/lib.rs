//! Accounts and sessions: everything under `/api/v1/user`.
//!
//! Owns the tables `users` and `sessions`.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod change_password;
mod delete_account;
mod end_session;
mod export_account;
mod list_sessions;
mod read_me;
mod sign_in;
mod sign_out;
mod sign_up;
mod update_me;

mod own_credentials;
mod session;
mod turn;
mod user;

use axum::{
    Router,
    routing::{delete, get, post},
};
use connectly_service::App;
use connectly_types::operation::{
    CHANGE_PASSWORD, DELETE_ACCOUNT, END_SESSION, EXPORT_ACCOUNT, LIST_SESSIONS, READ_ME, SIGN_IN,
    SIGN_OUT, SIGN_UP,
};

connectly_service::component!(router);

/// A path appears once, under the first of the operations that it carries.
fn router() -> Router<App> {
    Router::new()
        .route(SIGN_UP.path, post(sign_up::sign_up))
        .route(SIGN_IN.path, post(sign_in::sign_in))
        .route(SIGN_OUT.path, post(sign_out::sign_out))
        .route(READ_ME.path, get(read_me::read_me).patch(update_me::update_me))
        .route(CHANGE_PASSWORD.path, post(change_password::change_password))
        .route(LIST_SESSIONS.path, get(list_sessions::list_sessions))
        .route(END_SESSION.path, delete(end_session::end_session))
        .route(EXPORT_ACCOUNT.path, get(export_account::export_account))
        .route(DELETE_ACCOUNT.path, post(delete_account::delete_account))
}
