//! The built frontend: the folder that `spin.toml` gives to this component.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
};

use connectly_service::{Error, Result};
use http::HeaderValue;

/// Reads a file; `None` if it does not exist.
pub fn read(path: &str) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => Err(Error::unavailable(format!("{path}: {error}"))),
    }
}

/// Reads a built page.
pub fn read_page(path: &str) -> Result<String> {
    fs::read_to_string(path).map_err(|error| {
        Error::unavailable(format!("{path}: {error}; is the frontend built (spin.toml: files)?"))
    })
}

/// An entity tag for these bytes. A new release of Rust may hash them differently. Clients then
/// fetch each file again once.
pub fn etag(bytes: &[u8]) -> HeaderValue {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    // Digits and quotes are always a header value.
    HeaderValue::from_str(&format!("\"{:016x}\"", hasher.finish()))
        .unwrap_or(HeaderValue::from_static("\"\""))
}

/// Reading a folder fails with another kind of error than a missing file.
fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::IsADirectory | io::ErrorKind::NotADirectory
    )
}
