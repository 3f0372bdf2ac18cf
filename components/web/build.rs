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
    let mut constants = String::new();
    let mut constant = |page: &str, path: &str| {
        let (name, path) = (page.to_uppercase(), with_braces(path));
        constants +=
            &format!("/// The path of the page `{page}`.\npub const {name}: &str = {path:?};\n");
    };
    for page in ["feed", "author", "article", "tag", "archive", "month", "search", "post"] {
        let path = pages.remove(page).ok_or_else(|| format!("{PATHS} has no page {page:?}"))?;
        constant(page, &path);
    }
    for page in ["account", "publish", "posts"] {
        let path = pages.get(page).ok_or_else(|| format!("{PATHS} has no page {page:?}"))?;
        constant(page, path);
    }
    let others: Vec<_> = pages.values().map(|path| with_braces(path)).collect();
    constants +=
        &format!("/// The paths of all other pages.\npub const OTHERS: &[&str] = &{others:?};\n");
    Ok(constants)
}

/// `/@:handle` as axum writes it, `/@{handle}`.
fn with_braces(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.split_once(':') {
        Some((before, name)) => format!("{before}{{{name}}}"),
        None => segment.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}
