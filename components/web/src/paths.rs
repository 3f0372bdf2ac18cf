//! The paths of the app's pages: those that the frontend's own router knows.

use std::collections::BTreeMap;

/// The frontend's list: a name and a path for each page, parameters with a colon in front.
const PATHS: &str = include_str!("../../../frontend/src/paths.json");

/// The pages for readers.
const FEED: &str = "feed";
const POST: &str = "post";

/// The paths of all pages but those for readers, as this component's router writes them.
pub fn pages() -> Vec<String> {
    let mut paths = read();
    paths.retain(|name, _| name != FEED && name != POST);
    paths.into_values().collect()
}

/// The path of the page that lists posts.
pub fn feed() -> String {
    read().remove(FEED).unwrap_or_default()
}

/// The path of the page that shows a post, with the parameter `id`.
pub fn post_page() -> String {
    read().remove(POST).unwrap_or_default()
}

fn read() -> BTreeMap<String, String> {
    // A test reads the same text, so that what is built can be read.
    let paths: BTreeMap<String, String> = serde_json::from_str(PATHS).unwrap_or_default();
    paths.into_iter().map(|(name, path)| (name, with_braces(&path))).collect()
}

/// `/edit/:id` as `/edit/{id}`.
fn with_braces(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}
