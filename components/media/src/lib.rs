//! Pictures: everything under `/api/v1/media`, and their files under `/media`.
//!
//! Owns the tables of `migrations/0013_pictures.sql`. Files are in Postgres, or in an object store if one
//! is configured.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod add_picture_width;
mod delete_picture;
mod list_pictures;
mod read_picture;
mod upload_picture;

mod clear;
mod file;
mod security;

use axum::{
    Router,
    middleware::{from_fn, map_response},
    routing::get,
};
use connectly_service::{App, OperationRouter as _, note_route};

connectly_service::component!(router);

fn router() -> Router<App> {
    let files = Router::new()
        .route("/media/{id}/{name}", get(read_picture::read_picture))
        .layer(map_response(security::with_headers))
        .layer(from_fn(note_route));
    Router::new()
        .operation(upload_picture::upload_picture)
        .operation(add_picture_width::add_picture_width)
        .operation(list_pictures::list_pictures)
        .operation(delete_picture::delete_picture)
        .merge(files)
}
