//! Generates constants for the component: the schema that it is built for, and the paths of the
//! frontend's pages.

use std::{collections::BTreeMap, env, error::Error, fs, path::Path};

const MIGRATIONS: &str = "../../migrations";
/// A name and a path for each page. Parameters begin with a colon.
const PATHS: &str = "../../frontend/src/paths.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={MIGRATIONS}");
    println!("cargo:rustc-env=SCHEMA_VERSION={}", newest_migration()?);
    println!("cargo:rerun-if-changed={PATHS}");
    let file = Path::new(&env::var("OUT_DIR")?).join("paths.rs");
    Ok(fs::write(file, paths(&fs::read_to_string(PATHS)?)?)?)
}

fn newest_migration() -> Result<u32, Box<dyn Error>> {
    let mut newest = 0;
    for file in fs::read_dir(MIGRATIONS)? {
        let name = file?.file_name();
        let number = name.to_string_lossy().split('_').next().and_then(|text| text.parse().ok());
        newest = newest.max(number.unwrap_or(0));
    }
    Ok(newest)
}

/// The constants that `src/paths.rs` includes.
fn paths(json: &str) -> Result<String, Box<dyn Error>> {
    let mut pages: BTreeMap<String, String> = serde_json::from_str(json)?;
    let mut page = |name: &str| {
        let path = pages.remove(name).ok_or_else(|| format!("{PATHS} has no page {name:?}"))?;
        Ok::<_, Box<dyn Error>>(with_braces(&path))
    };
    let (feed, post) = (page("feed")?, page("post")?);
    let account =
        pages.get("account").cloned().ok_or_else(|| format!("{PATHS} has no page \"account\""))?;
    let others: Vec<_> = pages.values().map(|path| with_braces(path)).collect();
    Ok(format!(
        "/// The path of the page that lists posts.\n\
         pub const FEED: &str = {feed:?};\n\
         /// The path of the page that shows a post, with the parameter `id`.\n\
         pub const POST: &str = {post:?};\n\
         /// The path of the page on which a password is changed.\n\
         pub const ACCOUNT: &str = {account:?};\n\
         /// The paths of all other pages.\n\
         pub const OTHERS: &[&str] = &{others:?};\n"
    ))
}

/// `/edit/:id` as axum writes it, `/edit/{id}`.
fn with_braces(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.strip_prefix(':') {
        Some(name) => format!("{{{name}}}"),
        None => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}
