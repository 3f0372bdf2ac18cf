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

use axum::{
    Router,
    routing::{get, post},
};
use connectly_service::App;
use connectly_types::operation::{CREATE_POST, LIST_POSTS, READ_POST};

connectly_service::component!(router);

/// A path appears once, under the first of the operations that it carries.
fn router() -> Router<App> {
    Router::new()
        .route(CREATE_POST.path, post(create_post::create_post).put(update_post::update_post))
        .route(LIST_POSTS.path, get(list_posts::list_posts))
        .route(READ_POST.path, get(read_post::read_post).delete(delete_post::delete_post))
}
