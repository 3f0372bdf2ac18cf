//! Chooses among the encodings in which files were built.

use connectly_service::accepts_encoding;
use http::HeaderMap;

/// The content codings and the extensions of their files, the smaller first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Those that the client accepts, best first.
pub fn accepted(headers: &HeaderMap) -> impl Iterator<Item = (&'static str, &'static str)> {
    ENCODINGS.into_iter().filter(|(encoding, _)| accepts_encoding(headers, encoding))
}
