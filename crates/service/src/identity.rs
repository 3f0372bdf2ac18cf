//! The identity of the caller.

use axum::extract::FromRequestParts;
use connectly_types::{Access, ClaimedSession};
use http::{HeaderMap, header::AUTHORIZATION, request::Parts};

use crate::{App, Error, cookie, header};

/// The reader of something that isn't an operation of the API: nobody in particular where anyone may read.
#[derive(Clone, Copy, Debug)]
pub struct Reader(pub Option<ClaimedSession>);

impl FromRequestParts<App> for Reader {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let access = if app.public_reads() { Access::Anyone } else { Access::Reader };
        claim(access, parts, app).map(Self)
    }
}

/// The session that a request claims; `None` where the operation may be called without one. This
/// checks the token's signature and expiry. The statement that does the work checks that the session
/// is live, with `live_session`.
///
/// # Errors
/// When a required token is missing, and when a token is bad, so that no user mistakes a stranger's
/// view for their own.
pub(crate) fn claim(
    access: Access,
    parts: &Parts,
    app: &App,
) -> Result<Option<ClaimedSession>, Error> {
    match access {
        Access::Anyone => Ok(None),
        Access::Reader => match claim_of_token(parts, app) {
            Err(Error::NoToken) if app.public_reads() => Ok(None),
            claim => claim.map(Some),
        },
        Access::User | Access::Owner => claim_of_token(parts, app).map(Some),
    }
}

fn claim_of_token(parts: &Parts, app: &App) -> Result<ClaimedSession, Error> {
    let keys = app.token_keys()?;
    // The header is explicit, so it takes precedence over the cookie, which the browser sends
    // automatically.
    let claims = match bearer(&parts.headers)? {
        Some(token) => keys.verify(token).ok(),
        None => {
            let mut tokens = cookie::tokens(parts).peekable();
            tokens.peek().ok_or(Error::NoToken)?;
            tokens.find_map(|token| keys.verify(token).ok())
        }
    };
    claims.map(|claims| ClaimedSession::of_verified_token(claims.session)).ok_or(Error::BadToken)
}

/// Whether the cookie identifies the caller, because the header has no token of ours.
pub(crate) fn counts_the_cookie(headers: &HeaderMap) -> bool {
    matches!(bearer(headers), Ok(None))
}

/// The token of `Authorization: Bearer <token>`; `None` without the header, or with another scheme.
/// Such a header is for a proxy: a browser sends `Basic` with every request to a site behind a
/// password.
///
/// # Errors
/// When there is more than one, because it is unclear which one counts.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Error> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let text = header::text(value);
    if values.next().is_some() || is_list(&text) {
        return Err(Error::malformed(
            "the header Authorization is there more than once; send one, Authorization: Bearer <jwt>",
        ));
    }
    let (scheme, _) = text.split_once([' ', '\t']).unwrap_or((&text, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Ok(None);
    }
    let token = value.as_bytes().get(scheme.len()..).unwrap_or_default();
    std::str::from_utf8(token).map(|token| Some(token.trim())).map_err(|_| Error::BadToken)
}

/// Whether a proxy has made a list of several headers: `Basic YTpi, Bearer a.b.c`. The commas
/// between the parameters of one scheme (`Digest username="a", realm="b"`) make none.
fn is_list(text: &str) -> bool {
    if !text.contains(',') {
        return false;
    }
    let mut is_quoted = false;
    let mut is_escaped = false;
    let members = text.split(|character| {
        is_quoted ^= character == '"' && !is_escaped;
        is_escaped = is_quoted && character == '\\' && !is_escaped;
        character == ',' && !is_quoted
    });
    members.skip(1).any(|member| {
        // A scheme, white space, and something that rules out a parameter's name.
        let is_scheme = |(first, rest): (&str, &str)| {
            !first.contains(['=', '"']) && !rest.trim_start().starts_with('=')
        };
        member.trim().split_once([' ', '\t']).is_some_and(is_scheme)
    })
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::{collection, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn a_token_is_ours_only_behind_our_scheme(
            scheme in prop_oneof!["[!-~]{0,9}", "(?i)bearer"],
            rest in collection::vec(any::<u8>(), 0..40),
            token in "[!-~]{1,40}",
        ) {
            let line = [scheme.as_bytes(), b" ", &rest].concat();
            if let Ok(value) = HeaderValue::from_bytes(&line) {
                let headers = HeaderMap::from_iter([(AUTHORIZATION, value)]);
                let is_bearer = scheme.eq_ignore_ascii_case("bearer");
                match bearer(&headers) {
                    Ok(token) => prop_assert_eq!(token.is_some(), is_bearer),
                    Err(Error::BadToken) => prop_assert!(is_bearer),
                    Err(error) => prop_assert!(line.contains(&b','), "{error:?}"),
                }
            }
            let value = format!("bEaReR {token}").parse().unwrap();
            let headers = HeaderMap::from_iter([(AUTHORIZATION, value)]);
            prop_assert_eq!(bearer(&headers), Ok(Some(token.as_str())));
        }
    }

    #[test]
    fn a_token_comes_in_one_bearer_header() {
        let headers = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(AUTHORIZATION, value.parse().unwrap());
            }
            headers
        };
        assert_eq!(bearer(&headers(&[])), Ok(None));
        assert_eq!(bearer(&headers(&["Bearer a.b.c"])), Ok(Some("a.b.c")));
        assert_eq!(bearer(&headers(&["bearer  a.b.c "])), Ok(Some("a.b.c")));
        for bad in ["Bearer", "Bearer ", "bearer\t", "Bearer a, b"] {
            assert!(matches!(bearer(&headers(&[bad])), Ok(Some(token)) if token != "a"), "{bad}");
        }
    }

    #[test]
    fn another_scheme_is_for_somebody_before_us() {
        for foreign in [
            "Basic YTpi",
            "basic YTpi",
            "Digest username=\"a, Bearer b\", realm=\"c\", uri = \"/\"",
            "Digest username=\"A \\\"the first, x y\\\" B\", realm=\"r\"",
            "Negotiate",
            "Bearerer a.b.c",
            "a.b.c",
            "",
            "Basic Kö",
        ] {
            let value = HeaderValue::from_bytes(foreign.as_bytes()).unwrap();
            let headers = HeaderMap::from_iter([(AUTHORIZATION, value)]);
            assert_eq!(bearer(&headers), Ok(None), "{foreign}");
            assert!(counts_the_cookie(&headers), "{foreign}");
        }
        assert!(counts_the_cookie(&HeaderMap::new()));
    }

    #[test]
    fn of_two_headers_none_counts() {
        for lines in [
            &["Bearer a", "Bearer b"][..],
            &["Basic YTpi", "Bearer a"],
            &["Bearer a", "Bearer a"],
            &["Basic YTpi, Bearer a"],
            &["Bearer a, Basic YTpi"],
            &["Bearer a,Bearer b"],
        ] {
            let lines = lines.iter().map(|line| (AUTHORIZATION, HeaderValue::from_static(line)));
            let headers = HeaderMap::from_iter(lines);
            assert!(matches!(bearer(&headers), Err(Error::Malformed { .. })), "{headers:?}");
            assert!(!counts_the_cookie(&headers));
        }
    }
}
