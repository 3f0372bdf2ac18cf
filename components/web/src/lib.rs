//! The site: the frontend's files, and the pages they are for.
//!
//! Owns no table, and has no key. If `public_reads` is on, it answers readers with complete pages of
//! what is published. Its role in Postgres can read that, and which migrations there are.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod read_archive;
mod read_author_page;
mod read_feed;
mod read_file;
mod read_front_page;
mod read_health;
mod read_opensearch;
mod read_page;
mod read_post_by_id;
mod read_post_page;
mod read_readiness;
mod read_robots;
mod read_search;
mod read_sitemap;
mod read_tag_page;
mod redirect;
mod well_known;

mod absolute;
mod accept;
mod address;
mod bidi;
mod date;
mod encoding;
mod feed;
mod frame;
mod head;
mod icon;
mod inlined;
mod list;
mod not_found;
mod nothing;
mod paths;
mod picture;
mod post;
mod reader;
mod security;
mod selection;
mod site;
mod text_file;
mod xml;

use axum::{
    Router,
    middleware::{from_fn, map_response},
    routing::{any, get},
};
use connectly_service::{App, note_route};

use crate::feed::FORMATS;

connectly_service::component!(router);

fn router() -> Router<App> {
    let pages = paths::OTHERS
        .iter()
        .fold(Router::new(), |router, page| router.route(page, get(read_page::read_page)));
    paths::below_root()
        .fold(pages, |router, page| router.route(&format!("{page}/"), get(redirect::without_slash)))
        .merge(for_readers())
        .route("/healthz", get(read_health::read_health))
        .route("/readyz", get(read_readiness::read_readiness))
        .route(paths::DOCS, get(read_file::read_docs))
        .route("/docs.html", get(redirect::to_docs))
        .route("/%40{handle}", get(redirect::with_at))
        .route("/%40{handle}/{slug}", get(redirect::with_at))
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
        .layer(from_fn(note_route))
}

/// What everybody sees, if `public_reads` is on.
fn for_readers() -> Router<App> {
    let feeds = FORMATS.iter().fold(Router::new(), |router, format| {
        let feed = |page: &str| address::of_feed(page, format.ending);
        router
            .route(&feed(paths::FEED), get(read_feed::read_feed))
            .route(&feed(paths::AUTHOR), get(read_feed::read_author_feed))
            .route(&feed(paths::TAG), get(read_feed::read_tag_feed))
    });
    feeds
        .route(read_opensearch::PATH, get(read_opensearch::read_opensearch))
        .route(read_sitemap::INDEX, get(read_sitemap::read_sitemap))
        .route(read_sitemap::PART, get(read_sitemap::read_sitemap_part))
        .route(paths::FEED, get(read_front_page::read_front_page))
        .route(paths::AUTHOR, get(read_author_page::read_author_page))
        .route(paths::ARTICLE, get(read_post_page::read_post_page))
        .route(paths::TAG, get(read_tag_page::read_tag_page))
        .route(paths::ARCHIVE, get(read_archive::read_archive))
        .route(paths::MONTH, get(read_archive::read_month))
        .route(paths::SEARCH, get(read_search::read_search))
        .route(paths::POST, get(read_post_by_id::read_post_by_id))
        .layer(from_fn(nothing::for_people))
}
