//! Where the client thinks it is.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::{HeaderName, request::Parts};

use crate::App;

const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Where the client found the service: scheme and host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The address of a path there.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl FromRequestParts<App> for PublicUrl {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        let scheme = if is_https(parts) { "https" } else { "http" };
        let authority = parts.uri.authority().map_or("", |authority| authority.as_str());
        Ok(Self(format!("{scheme}://{authority}")))
    }
}

/// Whether the client speaks https. Behind a proxy that does so in our place, the proxy
/// says it.
pub(crate) fn is_https(parts: &Parts) -> bool {
    let forwarded = parts.headers.get(X_FORWARDED_PROTO);
    parts.uri.scheme_str() == Some("https")
        || forwarded.is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"))
}
