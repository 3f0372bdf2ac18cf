//! Extractors for the path, the query and the body of a request.

use axum::body::Body;
use connectly_types::{ProblemKind, limits::BODY_MAX};
use http::{
    HeaderMap,
    header::{CONTENT_ENCODING, CONTENT_TYPE},
};

use crate::{Error, body, header};

/// Reads a body that calls itself JSON and isn't too long.
///
/// # Errors
/// When its headers say that it is something else; and as for [`body::read`].
pub(crate) async fn read(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Error> {
    check_media_type(headers)?;
    body::read(headers, body, BODY_MAX, Error::TooLarge).await
}

/// Checks that the body is JSON that can be read here: media type, charset and coding.
fn check_media_type(headers: &HeaderMap) -> Result<(), Error> {
    let no = |detail| Err(Error::UnsupportedMediaType { detail });
    let media_type = headers.get(CONTENT_TYPE).map(header::text).unwrap_or_default();
    let mut parts = split_outside_quotes(&media_type);
    if !parts.next().is_some_and(is_json) {
        return no(ProblemKind::NOT_JSON.detail);
    }
    // JSON has no other charset (RFC 8259, section 8.1), but some clients name theirs.
    if !parts.filter_map(charset).all(|charset| is_utf_8(&charset)) {
        return no(
            "send the body in UTF-8, with Content-Type: application/json and no other charset",
        );
    }
    if is_encoded(headers) {
        return no("send the body as it is, without compression and without Content-Encoding");
    }
    Ok(())
}

/// Whether the body is not what its media type says, but something that becomes it.
pub(crate) fn is_encoded(headers: &HeaderMap) -> bool {
    let mut codings = header::members(headers, &CONTENT_ENCODING, b',');
    !codings.all(|coding| coding.is_empty() || coding.eq_ignore_ascii_case("identity"))
}

/// `application/json`, or a type built on it (RFC 6839, section 3.1).
fn is_json(essence: &str) -> bool {
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json"
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}

/// The parts of a media type between semicolons. A quoted parameter may contain semicolons.
fn split_outside_quotes(text: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    let mut is_escaped = false;
    text.split(move |character| {
        if character == '"' && !is_escaped {
            is_quoted = !is_quoted;
        }
        is_escaped = is_quoted && character == '\\' && !is_escaped;
        character == ';' && !is_quoted
    })
}

/// The value of the parameter `charset`, if this is that.
fn charset(parameter: &str) -> Option<String> {
    let (name, value) = parameter.split_once('=')?;
    let is_charset = name.trim().eq_ignore_ascii_case("charset");
    // A quoted value may escape any of its characters (RFC 9110, section 5.6.4).
    is_charset.then(|| value.trim().trim_matches('"').replace('\\', ""))
}

/// Under its name, or the common misspelling.
fn is_utf_8(charset: &str) -> bool {
    ["utf-8", "utf8"].iter().any(|name| charset.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// The error for a body with these headers.
    fn fault(lines: &[(&'static str, &str)]) -> Option<&'static str> {
        let lines = lines.iter().map(|(name, value)| {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            (http::HeaderName::from_static(name), value)
        });
        match check_media_type(&lines.collect()) {
            Ok(()) => None,
            Err(Error::UnsupportedMediaType { detail }) => Some(detail),
            Err(error) => panic!("{error:?}"),
        }
    }

    #[test]
    fn json_is_known_by_its_media_type() {
        for good in [
            "application/json",
            "Application/JSON; charset=utf-8",
            "application/merge-patch+json",
            " application/json ;",
            "application/json; stadt=Köln",
        ] {
            assert_eq!(fault(&[("content-type", good)]), None, "{good}");
        }
        for bad in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "text/json",
            "json",
            "",
            "köln/json",
        ] {
            let fault = fault(&[("content-type", bad)]).unwrap();
            assert!(fault.contains("Content-Type: application/json"), "{bad}: {fault}");
        }
        assert!(fault(&[]).is_some());
    }

    #[test]
    fn the_charset_is_utf_8_however_it_is_written() {
        for good in [
            "utf-8",
            "UTF-8",
            "\"utf-8\"",
            "\"UTF-8\"; x=y",
            "utf8",
            "\"ut\\f-8\"",
            "utf-8; CHARSET=\"UTF-8\"",
            "utf-8; x=\"a;charset=latin1\"",
            "utf-8; x=\"\\\";charset=latin1\"",
        ] {
            let value = format!("application/json;charset={good}");
            assert_eq!(fault(&[("content-type", &value)]), None, "{good}");
        }
        for bad in
            ["iso-8859-1", "UTF-16", "\"latin1\"", "utf-8; charset=latin1", "", "us-ascii", "é"]
        {
            let value = format!("application/json; Charset = {bad}");
            let fault = fault(&[("content-type", &value)]).unwrap();
            assert!(fault.contains("UTF-8"), "{bad}: {fault}");
        }
    }

    #[test]
    fn a_body_comes_as_it_is() {
        let json = ("content-type", "application/json");
        for good in ["identity", "Identity", "", "identity, identity"] {
            assert_eq!(fault(&[json, ("content-encoding", good)]), None, "{good}");
        }
        for bad in ["gzip", "x-gzip", "br", "deflate", "zstd", "identity, gzip", "aws-chunked"] {
            let fault = fault(&[json, ("content-encoding", bad)]).unwrap();
            assert!(fault.contains("without Content-Encoding"), "{bad}: {fault}");
        }
    }
}
