//! What others may write into the headers of a request: a browser sends the cookies of a whole
//! host, a proxy appends to a list, and any of them may use bytes outside of ASCII. Such a byte
//! must not hide our part.

use std::borrow::Cow;

use http::{HeaderMap, HeaderName, HeaderValue};

/// The text of a value. Whatever is not UTF-8 becomes U+FFFD, which no text of ours contains.
pub(crate) fn text(value: &HeaderValue) -> Cow<'_, str> {
    String::from_utf8_lossy(value.as_bytes())
}

/// The members of a list that `separator` divides, over all headers of this name, without the white
/// space around them. A member that is not UTF-8 becomes an empty one, so that the others keep
/// their positions.
pub fn members<'a>(
    headers: &'a HeaderMap,
    name: &HeaderName,
    separator: u8,
) -> impl DoubleEndedIterator<Item = &'a str> {
    headers
        .get_all(name)
        .iter()
        .flat_map(move |value| value.as_bytes().split(move |byte| *byte == separator))
        .map(|member| std::str::from_utf8(member).unwrap_or_default().trim_matches([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use http::header::COOKIE;

    use super::*;

    #[test]
    fn a_foreign_byte_spoils_its_own_member_alone() {
        let lines: [&[u8]; 3] = [b"a=1; stadt=K\xc3\xb6ln", b"city=M\xfcnchen; b=2", b""];
        let lines = lines.map(|line| (COOKIE, HeaderValue::from_bytes(line).unwrap()));
        let headers = HeaderMap::from_iter(lines);
        let found: Vec<_> = members(&headers, &COOKIE, b';').collect();
        assert_eq!(found, ["a=1", "stadt=Köln", "", "b=2", ""]);
    }

    #[test]
    fn a_text_is_read_whatever_its_bytes_are() {
        for (bytes, expected) in [
            (&b"curl/8"[..], "curl/8"),
            ("Köln curl/8".as_bytes(), "Köln curl/8"),
            (b"K\xf6ln curl/8", "K\u{fffd}ln curl/8"),
        ] {
            assert_eq!(text(&HeaderValue::from_bytes(bytes).unwrap()), expected);
        }
    }
}
