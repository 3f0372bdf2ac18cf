//! The site: the frontend's files, and the pages they are for.
//!
//! Owns no table, and has no key. It reads which migrations there are and, if `public_reads` is on,
//! published posts, so that a shared link has a preview. Its role in Postgres can read nothing
//! else.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod read_file;
mod read_health;
mod read_page;
mod read_post_page;
mod read_readiness;
mod read_robots;
mod redirect;
mod well_known;

mod accept;
mod encoding;
mod head;
mod not_found;
mod paths;
mod security;
mod site;
mod text_file;

use axum::{
    Router,
    middleware::map_response,
    routing::{any, get},
};
use connectly_service::App;

connectly_service::component!(router);

fn router() -> Router<App> {
    let pages = paths::OTHERS
        .iter()
        .fold(Router::new(), |router, page| router.route(page, get(read_page::read_page)));
    paths::below_root()
        .fold(pages, |router, page| router.route(&format!("{page}/"), get(redirect::without_slash)))
        .route(paths::FEED, get(read_page::read_feed_page))
        .route(paths::POST, get(read_post_page::read_post_page))
        .route("/healthz", get(read_health::read_health))
        .route("/readyz", get(read_readiness::read_readiness))
        .route(paths::DOCS, get(read_file::read_docs))
        .route("/docs.html", get(redirect::to_docs))
        .route("/index.html", get(redirect::to_feed))
        .route("/robots.txt", get(read_robots::read_robots))
        .route("/.well-known/change-password", get(well_known::change_password))
        .route(well_known::SECURITY, get(well_known::read_security))
        .route("/api/v1/openapi.json", get(read_file::read_file))
        // Other components serve the API. Requests that arrive here are not for it.
        .route("/api", any(not_found::read_nothing))
        .route("/api/", any(not_found::read_nothing))
        .route("/api/{*path}", any(not_found::read_nothing))
        .route("/{*path}", get(read_file::read_file))
        .layer(map_response(security::with_headers))
}
