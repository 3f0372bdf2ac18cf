//! Posts, their authors and tags: everything under `/api/v1/blog`.
//!
//! Owns the tables `posts`, `post_drafts`, `post_slugs`, `post_search`, `tags` and `post_tags`; reads
//! authors in `users` and `handles`.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod create_post;
mod delete_draft;
mod delete_post;
mod list_posts;
mod read_author;
mod read_post;
mod read_post_at;
mod save_draft;
mod search_posts;
mod suggest_tags;
mod update_post;

mod change;
mod post;
mod publishable;
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
        .operation(read_post_at::read_post_at)
        .operation(save_draft::save_draft)
        .operation(delete_draft::delete_draft)
        .operation(read_author::read_author)
        .operation(suggest_tags::suggest_tags)
        .operation(search_posts::search_posts)
        .operation(delete_post::delete_post)
}
