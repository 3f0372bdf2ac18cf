//! The session cookie: the token where no script can read it, for browsers.
//!
//! It holds the same token as `Authorization: Bearer`. Because a browser sends it automatically, a
//! request that changes something and is authenticated only by the cookie must come from our own
//! pages.

use std::convert::Infallible;

use axum::{extract::FromRequestParts, response::Response};
use connectly_auth::TOKEN_VALIDITY;
use connectly_types::SetCookie;
use http::{
    HeaderName, HeaderValue, Method,
    header::{COOKIE, ORIGIN, SET_COOKIE},
    request::Parts,
};

use crate::{App, Error, header, identity, url::is_https};

const NAME: &str = "session";
/// Its name over https. A browser accepts this prefix only from the host itself, over https and for
/// all paths (RFC 6265bis), so another host of the domain cannot plant a session.
const HOST_NAME: &str = "__Host-session";
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The session cookie: whether the client has one, and how a response sets it.
#[derive(Clone, Copy, Debug)]
pub struct SessionCookie {
    /// Whether the browser reached us over https, so that the cookie can be limited to https.
    secure: bool,
    is_sent: bool,
}

impl SessionCookie {
    /// Whether the request came with a cookie, good or bad. Without one, the user is not signed in.
    #[must_use]
    pub fn is_sent(self) -> bool {
        self.is_sent
    }

    fn of(parts: &Parts) -> Self {
        // A forged header only prevents the forger's own cookie from being sent.
        Self { secure: is_https(parts), is_sent: read(parts).next().is_some() }
    }

    /// Makes the browser keep the token while it is valid.
    ///
    /// # Errors
    /// When the token is not valid in a header, which a JWT always is.
    pub fn keep(self, jwt: &str) -> Result<SetCookie, Error> {
        self.header(jwt, TOKEN_VALIDITY.as_secs())
    }

    /// Makes the browser forget the token.
    ///
    /// # Errors
    /// As for [`keep`](Self::keep).
    pub fn forget(self) -> Result<SetCookie, Error> {
        self.header("", 0)
    }

    fn header(self, value: &str, max_age: u64) -> Result<SetCookie, Error> {
        // RFC 6265bis: no script reads it, no other site sends it.
        let name = name(self.secure);
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie =
            format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Strict{secure}");
        HeaderValue::try_from(cookie)
            .map(SetCookie)
            .map_err(|error| Error::internal(format!("cookie: {error}")))
    }
}

impl FromRequestParts<App> for SessionCookie {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

/// The cookie by which a request says who calls; `None` if it says so in another way, or not at all.
pub(crate) fn counted(parts: &Parts) -> Option<SessionCookie> {
    let counts = parts.headers.contains_key(COOKIE)
        && identity::counts_the_cookie(&parts.headers)
        && tokens(parts).next().is_some();
    counts.then(|| SessionCookie::of(parts))
}

/// Makes the browser forget the cookie that counted if its token is no longer valid. Otherwise the
/// browser would send it for days, and be refused even where anyone may read.
pub(crate) fn forget_dead<B>(counted: Option<SessionCookie>, response: &mut Response<B>) {
    let Some(cookie) = counted else { return };
    let is_dead = response.extensions().get::<DeadToken>().is_some();
    if is_dead && !response.headers().contains_key(SET_COOKIE) {
        // A cookie without a value is always valid in a header.
        let forgotten = cookie.forget().ok();
        response.headers_mut().extend(forgotten.map(|SetCookie(value)| (SET_COOKIE, value)));
    }
}

/// A response extension that marks the request's token as refused.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DeadToken;

/// The tokens in cookies of our name: there may be more than one, because another application on
/// this host may have set its own for a path or for the whole domain. A cookie does not count if
/// the request would change something and a page of another site made it, because the user may not
/// know of it.
pub(crate) fn tokens(parts: &Parts) -> impl Iterator<Item = &str> {
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    let counts = reads || !is_cross_origin(parts);
    read(parts).filter(move |_| counts)
}

fn name(secure: bool) -> &'static str {
    if secure { HOST_NAME } else { NAME }
}

/// The values of our cookies, except empty ones. The browser sends them together with those of all
/// other applications on this host, which may contain any bytes.
fn read(parts: &Parts) -> impl Iterator<Item = &str> {
    let expected = name(is_https(parts));
    header::members(&parts.headers, &COOKIE, b';')
        .filter_map(|pair| pair.split_once('='))
        .filter(move |(name, value)| *name == expected && !value.is_empty())
        .map(|(_, value)| value)
}

/// Whether a browser says that another origin's page made the request. A client that sends neither
/// header is not a recent browser, and sends cookies only deliberately.
fn is_cross_origin(parts: &Parts) -> bool {
    if let Some(site) = parts.headers.get(SEC_FETCH_SITE) {
        return site != "same-origin" && site != "none";
    }
    let Some(origin) = parts.headers.get(ORIGIN) else {
        return false;
    };
    let ours = parts.uri.authority().map(http::uri::Authority::as_str);
    let theirs = origin.to_str().ok().and_then(|origin| origin.split_once("://"));
    let (Some(ours), Some((scheme, theirs))) = (ours, theirs) else { return true };
    // A browser leaves out the scheme's default port; a proxy may add it.
    let scheme_port = if scheme == "https" { "443" } else { "80" };
    let (host, port) = host_and_port(ours);
    let (their_host, their_port) = host_and_port(theirs);
    let (port, their_port) = (port.unwrap_or(scheme_port), their_port.unwrap_or(scheme_port));
    let is_behind_https = port == "80" && is_https(parts);
    let is_same_port = port == their_port || is_behind_https && their_port == scheme_port;
    !(is_same_port && host.eq_ignore_ascii_case(their_host))
}

/// The host, without the dot that ends a full name, and the port where there is one. The colons of
/// an IPv6 address are in brackets.
fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    (host.strip_suffix('.').unwrap_or(host), port)
}

#[cfg(test)]
mod tests {
    use http::Request;
    use proptest::{collection, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn any_cookies_can_be_looked_through(
            lines in collection::vec(collection::vec(any::<u8>(), 0..60), 0..3),
            others in collection::vec("[a-zé京]{1,8}=[ -:<-~é京😀]{0,20}", 0..4),
            place: proptest::sample::Index,
            foreign in collection::vec(any::<u8>(), 0..60),
        ) {
            let mut parts = parts(Method::GET, &[]);
            parts.headers = lines
                .iter()
                .filter_map(|line| Some((COOKIE, HeaderValue::from_bytes(line).ok()?)))
                .collect();
            let _ = read(&parts).count();
            let mut others: Vec<_> =
                others.into_iter().filter(|other| !other.starts_with("session=")).collect();
            others.insert(place.index(others.len() + 1), "session=a.b.c".to_owned());
            parts.headers.clear();
            let line = HeaderValue::from_bytes(others.join("; ").as_bytes()).unwrap();
            parts.headers.insert(COOKIE, line);
            prop_assert_eq!(read(&parts).collect::<Vec<_>>(), ["a.b.c"]);
            // Whatever the other cookie is, and on either side of it.
            let foreign = foreign.split(|byte| *byte == b';').next().unwrap_or_default();
            for line in [[foreign, b"; session=a.b.c"].concat(), [b"session=a.b.c; ", foreign].concat()] {
                let Ok(line) = HeaderValue::from_bytes(&line) else { continue };
                parts.headers.insert(COOKIE, line);
                prop_assert!(read(&parts).any(|token| token == "a.b.c"));
            }
        }
    }

    fn token(parts: &Parts) -> Option<&str> {
        tokens(parts).next()
    }

    fn parts(method: Method, headers: &[(&'static str, &'static str)]) -> Parts {
        let mut request =
            Request::builder().method(method).uri("http://connectly.example:3000/api/v1/blog");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        for (cookies, expected) in [
            ("session=a.b.c", Some("a.b.c")),
            ("theme=dark; session=a.b.c; x=y", Some("a.b.c")),
            ("mysession=a.b.c", None),
            ("session=", None),
            ("session", None),
            ("; ;=;", None),
            ("stadt=Köln; session=a.b.c", Some("a.b.c")),
            ("session=a.b.c; city=東京; 名前=x", Some("a.b.c")),
            ("note=\"a b, c\"; session=a.b.c", Some("a.b.c")),
            ("session=a.b.c;theme=dark", Some("a.b.c")),
        ] {
            let parts = parts(Method::GET, &[("cookie", cookies)]);
            assert_eq!(token(&parts), expected, "{cookies}");
        }
    }

    #[test]
    fn the_token_is_found_whatever_bytes_stand_beside_it() {
        for lines in [
            &[&b"city=M\xfcnchen; session=a.b.c"[..]][..],
            &[b"session=a.b.c; city=M\xfcnchen"],
            &[b"city=M\xfcnchen", b"session=a.b.c"],
            &[b"session=a.b.c", b"\xff"],
            &[b"a=\xe2\x82; session=a.b.c; b=\xac"],
        ] {
            let mut parts = parts(Method::GET, &[]);
            for line in lines {
                parts.headers.append(COOKIE, HeaderValue::from_bytes(line).unwrap());
            }
            assert_eq!(token(&parts), Some("a.b.c"), "{lines:?}");
        }
    }

    #[test]
    fn all_cookies_of_our_name_are_looked_at() {
        let parts = parts(
            Method::GET,
            &[("cookie", "session=a.b.c; session=; x=y"), ("cookie", "session=\"d\"")],
        );
        assert_eq!(tokens(&parts).collect::<Vec<_>>(), ["a.b.c", "\"d\""]);
    }

    #[test]
    fn a_change_must_come_from_our_own_pages() {
        for (header, ours) in [
            (None, true),
            (Some(("sec-fetch-site", "same-origin")), true),
            (Some(("sec-fetch-site", "none")), true),
            (Some(("sec-fetch-site", "same-site")), false),
            (Some(("sec-fetch-site", "cross-site")), false),
            (Some(("origin", "http://connectly.example:3000")), true),
            (Some(("origin", "http://connectly.example")), false),
            (Some(("origin", "https://evil.example")), false),
            (Some(("origin", "null")), false),
        ] {
            let headers: Vec<_> = [("cookie", "session=a.b.c")].into_iter().chain(header).collect();
            let expected = ours.then_some("a.b.c");
            assert_eq!(token(&parts(Method::POST, &headers)), expected, "{header:?}");
            assert_eq!(token(&parts(Method::GET, &headers)), Some("a.b.c"), "{header:?}");
        }
    }

    #[test]
    fn an_origin_is_ours_however_a_proxy_writes_the_host() {
        for (host, proto, origin, ours) in [
            ("ex.example:80", "http", "http://ex.example", true),
            ("ex.example:443", "https", "https://ex.example", true),
            ("ex.example:80", "https", "https://ex.example", true),
            ("EX.example", "http", "http://ex.example", true),
            ("ex.example.", "http", "http://ex.example", true),
            ("[::1]:3000", "http", "http://[::1]:3000", true),
            ("[::1]", "http", "http://[::1]", true),
            ("ex.example", "http", "http://ex.example:8080", false),
            ("ex.example:3000", "http", "http://ex.example", false),
            ("ex.example:80", "http", "https://ex.example", false),
            ("ex.example:8080", "https", "https://ex.example", false),
            ("ex.example", "http", "http://evil.example", false),
            ("ex.example", "http", "http://ex.example.evil.example", false),
        ] {
            let request = Request::builder().method(Method::POST).uri(format!("http://{host}/"));
            let parts = request
                .header("origin", origin)
                .header("x-forwarded-proto", proto)
                .body(())
                .unwrap()
                .into_parts()
                .0;
            assert_eq!(!is_cross_origin(&parts), ours, "{host} {proto} {origin}");
        }
    }

    #[test]
    fn the_cookie_is_kept_to_https_where_there_is_https() {
        let cookie = |secure| SessionCookie { secure, is_sent: false }.keep("a.b.c").unwrap().0;
        let attributes = "Path=/; Max-Age=604800; HttpOnly; SameSite=Strict";
        assert_eq!(cookie(false), format!("session=a.b.c; {attributes}"));
        assert_eq!(cookie(true), format!("__Host-session=a.b.c; {attributes}; Secure"));
    }

    #[test]
    fn over_https_a_cookie_counts_only_with_the_prefix() {
        for (cookies, expected) in [
            ("__Host-session=a.b.c", Some("a.b.c")),
            ("session=planted; __Host-session=a.b.c", Some("a.b.c")),
            ("session=planted", None),
        ] {
            let headers = [("cookie", cookies), ("x-forwarded-proto", "https")];
            assert_eq!(token(&parts(Method::GET, &headers)), expected, "{cookies}");
        }
        let over_http = parts(Method::GET, &[("cookie", "__Host-session=a.b.c")]);
        assert_eq!(token(&over_http), None);
    }
}
