//! The paths of the app's pages, as in the frontend's router: `build.rs` makes them from
//! `frontend/src/paths.json`.

/// The path of the API's reference, which is a separate page.
pub const DOCS: &str = "/docs";

/// The paths of all pages except the front page, whose path cannot be shortened.
pub fn below_root() -> impl Iterator<Item = &'static str> {
    OTHERS.iter().copied().chain([AUTHOR, ARTICLE, TAG, ARCHIVE, MONTH, SEARCH, POST, DOCS])
}

include!(concat!(env!("OUT_DIR"), "/paths.rs"));
