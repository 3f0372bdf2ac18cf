//! Posts: everything under `/api/v1/blog`.
//!
//! Owns the table `posts`; reads the authors' names in `users`.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod create_post;
mod delete_post;
mod list_posts;
mod read_post;
mod update_post;

mod change;
mod post;
mod summary;

use axum::Router;
use connectly_service::{App, OperationRouter as _};

connectly_service::component!(router);

fn router() -> Router<App> {
    Router::new()
        .operation(create_post::create_post)
        .operation(update_post::update_post)
        .operation(list_posts::list_posts)
        .operation(read_post::read_post)
        .operation(delete_post::delete_post)
}
