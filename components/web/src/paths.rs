//! The paths of the app's pages: those that the frontend's own router knows.

use std::{collections::BTreeMap, sync::LazyLock};

/// The frontend's list: a name and a path for each page, parameters with a colon in front.
const PATHS: &str = include_str!("../../../frontend/src/paths.json");

/// The pages for readers.
const FEED: &str = "feed";
const POST: &str = "post";

/// By name, as this component's router writes them. A test reads the same text, so that what
/// is built can be read.
static PAGES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let paths: BTreeMap<String, String> = serde_json::from_str(PATHS).unwrap_or_default();
    paths.into_iter().map(|(name, path)| (name, with_braces(&path))).collect()
});

/// The paths of all pages but those for readers.
pub fn pages() -> impl Iterator<Item = &'static str> {
    PAGES.iter().filter(|(name, _)| *name != FEED && *name != POST).map(|(_, path)| path.as_str())
}

/// The path of the page that lists posts.
pub fn feed() -> &'static str {
    page(FEED)
}

/// The path of the page that shows a post, with the parameter `id`.
pub fn post_page() -> &'static str {
    page(POST)
}

fn page(name: &str) -> &'static str {
    PAGES.get(name).map_or("", String::as_str)
}

/// `/edit/:id` as `/edit/{id}`.
fn with_braces(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}
