//! The headers that Spin adds to a request before a component sees it.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use http::header::{CONNECTION, HOST, HeaderName, HeaderValue};
use http::uri::{Authority, Scheme};
use http::{HeaderMap, Request, Uri};

use crate::routes::RouteMatch;

/// Removes the headers that Spin hides from components.
pub fn strip(headers: &mut HeaderMap) {
    let internal = |host: &str| {
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        name.split_once('.').is_some_and(|(_, rest)| rest == "spin.internal")
    };
    if headers.get(HOST).and_then(|host| host.to_str().ok()).is_some_and(internal) {
        headers.remove(HOST);
    }
    headers.remove(CONNECTION);
}

/// Gives the request the absolute URI that components see.
///
/// # Errors
/// If it has no host or two different ones. Spin then closes the connection.
pub fn make_uri_absolute<B>(request: &mut Request<B>) -> Result<()> {
    let mut parts = request.uri().clone().into_parts();
    let header: Option<Authority> = request
        .headers()
        .get(HOST)
        .map(|host| host.to_str()?.parse().context("the Host header is not a host"))
        .transpose()?;
    let authority = match (header, parts.authority) {
        (Some(header), Some(authority)) if header != authority => {
            bail!("the Host header and the URI name different hosts")
        }
        (Some(authority), _) | (None, Some(authority)) => authority,
        (None, None) => bail!("the request names no host"),
    };
    parts.authority = Some(authority);
    parts.scheme = Some(Scheme::HTTP);
    *request.uri_mut() = Uri::from_parts(parts)?;
    Ok(())
}

/// Adds the `spin-…` headers after the client's. If the client sent the same name, the last value
/// is the host's.
///
/// # Errors
/// If a header of the client is not UTF-8, or a path cannot be written as a header. Spin
/// then answers 500.
pub fn add<B>(request: &mut Request<B>, found: &RouteMatch, client: SocketAddr) -> Result<()> {
    for (name, value) in request.headers() {
        std::str::from_utf8(value.as_bytes()).with_context(|| format!("header {name}"))?;
    }
    let host = request.headers().get(HOST).map_or(Ok("localhost"), |host| host.to_str())?;
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let full_url = format!("http://{host}{path}");
    let client = client.to_string();
    let fixed = [
        ("spin-path-info", found.path_info.as_str()),
        ("spin-full-url", &full_url),
        ("spin-matched-route", &found.route.based),
        ("spin-base-path", "/"),
        ("spin-raw-component-route", &found.route.raw),
        ("spin-component-route", found.route.prefix()),
        ("spin-client-addr", &client),
    ];
    let headers = request.headers_mut();
    for (name, value) in fixed {
        headers.append(HeaderName::from_static(name), HeaderValue::from_str(value)?);
    }
    for (name, value) in &found.named {
        let name = format!("spin-path-match-{}", name.replace('_', "-").to_ascii_lowercase());
        headers.append(HeaderName::try_from(name)?, HeaderValue::from_str(value)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::HttpTrigger;
    use crate::routes::Router;

    fn request(uri: &str, headers: &[(&'static str, &str)]) -> Request<()> {
        let mut request = Request::builder().uri(uri).body(()).unwrap();
        for (name, value) in headers {
            request.headers_mut().append(*name, value.parse().unwrap());
        }
        request
    }

    #[test]
    fn the_hosts_values_come_after_the_clients() {
        let trigger = HttpTrigger { route: "/api/:id/...".into(), component: "api".into() };
        let router = Router::new(&[trigger]).unwrap();
        let mut request =
            request("/api/7/a?b", &[("host", "site"), ("spin-client-addr", "forged")]);
        let client = "127.0.0.1:4000".parse().unwrap();
        add(&mut request, &router.find("/api/7/a").unwrap(), client).unwrap();
        for (name, values) in [
            ("spin-client-addr", &["forged", "127.0.0.1:4000"][..]),
            ("spin-full-url", &["http://site/api/7/a?b"]),
            ("spin-path-info", &["/a"]),
            ("spin-matched-route", &["/api/:id/..."]),
            ("spin-component-route", &["/api/:id"]),
            ("spin-raw-component-route", &["/api/:id/..."]),
            ("spin-base-path", &["/"]),
            ("spin-path-match-id", &["7"]),
        ] {
            let found: Vec<_> = request.headers().get_all(name).iter().collect();
            assert_eq!(found, values, "{name}");
        }
    }

    #[test]
    fn hosts_of_the_inside_and_connection_are_taken_off() {
        for (host, stays) in [("site:3000", true), ("user.spin.internal:80", false)] {
            let mut request = request("/", &[("host", host), ("connection", "close")]);
            strip(request.headers_mut());
            assert_eq!(request.headers().contains_key("host"), stays);
            assert!(!request.headers().contains_key("connection"));
        }
    }

    #[test]
    fn the_uri_becomes_absolute_if_the_host_is_clear() {
        let mut good = request("/a?b", &[("host", "site:3000")]);
        make_uri_absolute(&mut good).unwrap();
        assert_eq!(good.uri(), "http://site:3000/a?b");
        make_uri_absolute(&mut request("/", &[])).unwrap_err();
        make_uri_absolute(&mut request("http://a/", &[("host", "b")])).unwrap_err();
    }
}
