//! Pages of other origins that may use the API: none, unless the variable `cors_origins`
//! names them.
//!
//! They have to send a token: a browser sends the session cookie only for our own pages.

use std::time::Duration;

use http::{
    HeaderValue, Method,
    header::{AUTHORIZATION, CONTENT_TYPE, ETAG, IF_MATCH, IF_NONE_MATCH, LOCATION, RETRY_AFTER},
};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::request_id::X_REQUEST_ID;

/// How long a browser may cache the permission.
const MAX_AGE: Duration = Duration::from_secs(600);

/// Reads a list of origins, separated by commas.
///
/// # Errors
/// What is wrong with the first invalid origin.
pub(crate) fn parse(list: &str) -> Result<Vec<HeaderValue>, String> {
    list.split(',').map(str::trim).filter(|origin| !origin.is_empty()).map(origin).collect()
}

/// An origin as browsers write it (RFC 6454, section 6.2), because it is compared as text.
fn origin(text: &str) -> Result<HeaderValue, String> {
    let host = text.strip_prefix("https://").or(text.strip_prefix("http://"));
    let is_plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte);
    match host {
        Some(host) if !host.is_empty() && host.bytes().all(is_plain) => {
            HeaderValue::from_str(text).map_err(|error| error.to_string())
        }
        _ => Err(format!(
            "{text:?} is no origin; one is like https://blog.example.org, in lower case and \
             without a path"
        )),
    }
}

/// The layer that answers browsers' questions about these origins.
pub(crate) fn layer(origins: Vec<HeaderValue>) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, IF_MATCH, IF_NONE_MATCH, X_REQUEST_ID])
        .expose_headers([ETAG, LOCATION, RETRY_AFTER, X_REQUEST_ID])
        .max_age(MAX_AGE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_list_that_is_read_is_read_again(
            list in prop_oneof![any::<String>(), "((https?://)?[a-z0-9.:\\[\\]/ *-]{0,12},?){0,4}"],
        ) {
            if let Ok(origins) = parse(&list) {
                let again = origins.iter().map(|origin| origin.to_str().unwrap()).collect::<Vec<_>>();
                prop_assert_eq!(parse(&again.join(",")), Ok(origins.clone()));
            }
        }
    }

    #[test]
    fn a_list_has_commas_between_origins() {
        for (list, expected) in [
            ("", &[][..]),
            (" , ", &[]),
            ("https://blog.example.org", &["https://blog.example.org"]),
            ("http://127.0.0.1:5173 ,https://[::1]", &["http://127.0.0.1:5173", "https://[::1]"]),
        ] {
            assert_eq!(parse(list).unwrap(), expected, "{list:?}");
        }
    }

    #[test]
    fn what_no_browser_sends_is_refused() {
        for bad in [
            "*",
            "null",
            "blog.example.org",
            "https://",
            "https://blog.example.org/",
            "https://Blog.example.org",
            "ftp://blog.example.org",
        ] {
            assert!(parse(bad).unwrap_err().contains(bad), "{bad}");
        }
    }
}
