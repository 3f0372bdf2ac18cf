//! The paths of the app's pages, those that the frontend's own router knows: `build.rs` makes
//! them of `frontend/src/paths.json`.

/// The path of the API's reference, a page of its own.
pub const DOCS: &str = "/docs";

/// The paths of all pages but the feed, which has none to shorten.
pub fn below_root() -> impl Iterator<Item = &'static str> {
    OTHERS.iter().copied().chain([POST, DOCS])
}

include!(concat!(env!("OUT_DIR"), "/paths.rs"));
