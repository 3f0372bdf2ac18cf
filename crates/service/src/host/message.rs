//! Requests and answers between the host's terms and ours. They are the same in every version of WASI.

use bytes::Bytes;
use http::{
    HeaderMap, HeaderName, HeaderValue, Uri,
    uri::{Authority, Parts, PathAndQuery, Scheme},
};

/// Headers as the host takes them. A name may occur more than once.
pub(super) fn entries(headers: &HeaderMap) -> Vec<(String, Vec<u8>)> {
    headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
        .collect()
}

/// Headers as the host gives them; `None` if one is not valid.
pub(super) fn headers(entries: Vec<(String, Vec<u8>)>) -> Option<HeaderMap> {
    let mut headers = HeaderMap::with_capacity(entries.len());
    for (name, value) in entries {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        headers.append(name, HeaderValue::from_maybe_shared(Bytes::from(value)).ok()?);
    }
    Some(headers)
}

/// A request's URI; `None` if its parts are not valid. Without an authority there is no scheme.
pub(super) fn uri(
    path: Option<String>,
    authority: Option<String>,
    scheme: impl FnOnce() -> Option<Scheme>,
) -> Option<Uri> {
    let mut parts = Parts::default();
    let path = path.unwrap_or_else(|| "/".to_owned());
    parts.path_and_query = Some(PathAndQuery::try_from(path).ok()?);
    if let Some(authority) = authority {
        parts.authority = Some(Authority::try_from(authority).ok()?);
        parts.scheme = Some(scheme()?);
    }
    Uri::from_parts(parts).ok()
}
