//! An author's links.

use serde_json::Value;

use crate::{
    Fault,
    limits::{LINK_MAX, LINKS_MAX},
    value::{FieldValue, Kind},
};

/// Addresses of an author's other pages, all `https:`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links(Vec<String>);

impl From<Links> for Vec<String> {
    fn from(links: Links) -> Self {
        links.0
    }
}

impl FieldValue for Links {
    const KIND: Kind = Kind::Texts;

    fn read(value: Value) -> Result<Self, Vec<Fault>> {
        let texts = Kind::texts(value)?;
        let links: Vec<_> = texts.iter().map(|text| text.trim().to_owned()).collect();
        let is_good = links.len() <= LINKS_MAX && links.iter().all(|link| is_link(link));
        if is_good { Ok(Self(links)) } else { Err(vec![Fault::Links]) }
    }
}

/// Whether it begins with `https://` and a host, and has no character that must not be in an address
/// (<https://url.spec.whatwg.org/#url-code-points>). Browsers judge the rest.
fn is_link(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_bad = |character: char| {
        character.is_whitespace() || character.is_control() || r#""<>\^`{|}"#.contains(character)
    };
    !host.is_empty()
        && !host.contains('@')
        && text.chars().count() <= LINK_MAX
        && !text.contains(is_bad)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_link_is_an_address_over_https() {
        let read = |link: &str| Links::read(json!([link]));
        for good in
            ["https://example.com", " https://ada.example/a?b#c ", "https://bücher.example/é"]
        {
            assert_eq!(read(good).map(Vec::from), Ok(vec![good.trim().to_owned()]));
        }
        let long = format!("https://example.com/{}", "a".repeat(LINK_MAX));
        for bad in [
            "",
            "example.com",
            "http://example.com",
            "javascript:alert(1)",
            "https://",
            "https:///path",
            "https://bank.example@evil.example",
            "https://example.com/\"onclick",
            "https://example.com/a b",
            &long,
        ] {
            assert_eq!(read(bad), Err(vec![Fault::Links]), "{bad}");
        }
        assert_eq!(Links::read(json!(vec!["https://a.b"; LINKS_MAX + 1])), Err(vec![Fault::Links]));
        assert_eq!(Links::read(json!([1])), Err(vec![Kind::Texts.fault()]));
    }
}
