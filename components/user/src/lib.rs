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
mod pictures;
mod session;
mod turn;
mod user;

use axum::Router;
use connectly_service::{App, OperationRouter as _};

connectly_service::component!(router);

fn router() -> Router<App> {
    Router::new()
        .operation(sign_up::sign_up)
        .operation(sign_in::sign_in)
        .operation(sign_out::sign_out)
        .operation(read_me::read_me)
        .operation(update_me::update_me)
        .operation(change_password::change_password)
        .operation(list_sessions::list_sessions)
        .operation(end_session::end_session)
        .operation(export_account::export_account)
        .operation(delete_account::delete_account)
}
