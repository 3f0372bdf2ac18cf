//! What a built page has within itself, and which a browser runs only if the policy allows it.

use connectly_service::{Error, Result};

/// The hashes of a page's styles and script, as the Content-Security-Policy names them.
#[derive(Clone)]
pub struct Inlined {
    pub style: String,
    pub script: String,
}

/// Takes them from a page's first line, where the build has written them:
/// `<!-- style:sha256-… script:sha256-… -->`. Returns the page itself, too.
///
/// # Errors
/// When the page has no such line.
pub fn split(built: &str) -> Result<(Inlined, &str)> {
    let missing = || Error::internal("a page lacks the hashes of its styles and its script");
    let (line, page) = built.split_once('\n').ok_or_else(missing)?;
    let hashes = line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->"));
    let (style, script) = hashes.and_then(|hashes| hashes.split_once(' ')).ok_or_else(missing)?;
    let hash = |of: &str, prefix| of.strip_prefix(prefix).map(str::to_owned).ok_or_else(missing);
    Ok((Inlined { style: hash(style, "style:")?, script: hash(script, "script:")? }, page))
}
