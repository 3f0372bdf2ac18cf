//! Who asks.

use axum::extract::FromRequestParts;
use connectly_types::SessionId;
use http::{HeaderMap, header::AUTHORIZATION, request::Parts};

use crate::{App, Error, cookie};

/// Somebody with a token of ours.
///
/// The signature and the expiry are checked by now. That the session lives is checked by
/// the statement that does the work, and whose it is comes from there too: give the
/// session's id to `live_session` in the SQL.
#[derive(Clone, Copy, Debug)]
pub struct Author {
    /// The session that the token stands for.
    pub session: SessionId,
}

/// Somebody who may read: an [`Author`], or anyone where `public_reads` is on.
#[derive(Clone, Copy, Debug)]
pub struct MaybeAuthor {
    /// The session that the token stands for; `None` without a token. A bad token is an
    /// error, so that nobody mistakes a stranger's view for their own.
    pub session: Option<SessionId>,
}

impl FromRequestParts<App> for Author {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        // What somebody says expressly goes before what their browser sends by itself.
        let token = match bearer(&parts.headers)? {
            Some(token) => token,
            None => cookie::token(parts).ok_or(Error::NoToken)?,
        };
        let claims = app.token_keys()?.verify(token).map_err(|_| Error::BadToken)?;
        Ok(Self { session: claims.session })
    }
}

impl FromRequestParts<App> for MaybeAuthor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        match Author::from_request_parts(parts, app).await {
            Ok(author) => Ok(Self { session: Some(author.session) }),
            Err(Error::NoToken) if app.public_reads() => Ok(Self { session: None }),
            Err(error) => Err(error),
        }
    }
}

/// The token of `Authorization: Bearer <token>`; `None` without the header.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Error> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(Error::BadToken);
    }
    let (scheme, token) =
        value.to_str().ok().and_then(|value| value.split_once(' ')).ok_or(Error::BadToken)?;
    if scheme.eq_ignore_ascii_case("bearer") {
        Ok(Some(token.trim()))
    } else {
        Err(Error::BadToken)
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use proptest::{collection, prelude::*};

    use super::*;

    proptest! {
        #[test]
        fn whatever_stands_in_the_header_is_a_token_or_a_bad_one(
            lines in collection::vec(collection::vec(any::<u8>(), 0..40), 1..3),
            token in "[!-~]{1,40}",
        ) {
            let values = lines.iter().filter_map(|line| HeaderValue::from_bytes(line).ok());
            let headers: HeaderMap = values.map(|value| (AUTHORIZATION, value)).collect();
            let is_absent = headers.is_empty();
            prop_assert!(matches!(
                (bearer(&headers), is_absent),
                (Ok(None), true) | (Ok(Some(_)) | Err(Error::BadToken), false)
            ));
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
        for bad in [&["a.b.c"][..], &["Basic YTpi"], &["Bearer"], &["Bearer a", "Bearer b"]] {
            assert_eq!(bearer(&headers(bad)), Err(Error::BadToken), "{bad:?}");
        }
    }
}
