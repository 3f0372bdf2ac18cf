//! The address that the client used.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::{HeaderName, request::Parts};

use crate::{App, header};

const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The service's scheme and host, as the client used them.
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

/// Whether the client uses https. A proxy that terminates https says so in a header. With several
/// proxies, the first entry counts, because the others use http among themselves.
pub(crate) fn is_https(parts: &Parts) -> bool {
    let forwarded = header::members(&parts.headers, &X_FORWARDED_PROTO, b',').next();
    parts.uri.scheme_str() == Some("https")
        || forwarded.is_some_and(|proto| proto.eq_ignore_ascii_case("https"))
}

#[cfg(test)]
mod tests {
    use http::{HeaderValue, Request};

    use super::*;

    #[test]
    fn the_first_proxy_knows_what_the_client_speaks() {
        for (lines, expected) in [
            (&[][..], false),
            (&["https"][..], true),
            (&["HTTPS"], true),
            (&["http"], false),
            (&["https, http"], true),
            (&["https", "http"], true),
            (&["http, https"], false),
            (&["käse"], false),
        ] {
            let mut parts = Request::new(()).into_parts().0;
            for line in lines {
                let value = HeaderValue::from_bytes(line.as_bytes()).unwrap();
                parts.headers.append(X_FORWARDED_PROTO, value);
            }
            assert_eq!(is_https(&parts), expected, "{lines:?}");
        }
    }
}
