//! Reads a TOML file, and refuses keys that this host doesn't support.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::de::DeserializeOwned;

/// Reads `path`; refuses keys that `T` does not have.
///
/// Silently ignoring a key that Spin acts on would be worse than an error: the application would
/// behave differently, and nobody would know why.
pub fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let name = path.display();
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {name}"))?;
    parse(&text).with_context(|| format!("cannot use {name}"))
}

/// The same for text.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T> {
    let mut unknown = Vec::new();
    let document = toml::Deserializer::parse(text)?;
    let value = serde_ignored::deserialize(document, |path| {
        // An optional table shows as a question mark in the path.
        unknown.push(path.to_string().replace(".?", ""));
    })?;
    if !unknown.is_empty() {
        bail!("{}: not supported by the development host; use Spin", unknown.join(", "));
    }
    Ok(value)
}
