//! The site: the frontend's files, and the pages they are for.
//!
//! Owns no table, and has no key. It reads published posts where `public_reads` is on, so that
//! a shared link shows what it is, and which migrations there are; its statements are all
//! that keeps it to that, for it connects as the other components do.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod read_file;
mod read_health;
mod read_page;
mod read_post_page;
mod read_readiness;

mod encoding;
mod head;
mod paths;
mod security;
mod site;

use axum::{
    Router,
    middleware::map_response,
    routing::{any, get},
};
use connectly_service::{App, Error};

connectly_service::component!(router);

fn router() -> Router<App> {
    paths::OTHERS
        .iter()
        .fold(Router::new(), |router, page| router.route(page, get(read_page::read_page)))
        .route(paths::FEED, get(read_page::read_feed_page))
        .route(paths::POST, get(read_post_page::read_post_page))
        .route("/healthz", get(read_health::read_health))
        .route("/readyz", get(read_readiness::read_readiness))
        .route("/docs", get(read_file::read_docs))
        .route("/api/v1/openapi.json", get(read_file::read_file))
        // The API is other components'; what reaches us is not of it.
        .route("/api", any(async || Error::NotFound))
        .route("/api/{*path}", any(async || Error::NotFound))
        .route("/{*path}", get(read_file::read_file))
        .layer(map_response(security::with_headers))
}
