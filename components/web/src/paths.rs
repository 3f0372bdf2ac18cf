//! The paths of the app's pages, those that the frontend's own router knows: `build.rs` makes
//! them of `frontend/src/paths.json`.

include!(concat!(env!("OUT_DIR"), "/paths.rs"));
