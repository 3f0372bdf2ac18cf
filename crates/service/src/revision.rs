//! Entity tags (RFC 9110, section 8.8.3) and the conditions on them.
//!
//! A post's tag is its revision in quotes, `"7"`. It is a strong tag, because every change of a
//! post increases its revision.
//!
//! A proxy that compresses an answer changes its tag: nginx and Cloudflare make it weak (`W/"7"`),
//! Apache and Jetty append the coding (`"7-gzip"`, `"7--gzip"`). By RFC 9110's strong comparison
//! such a tag matches nothing in `If-Match`, and a user behind that proxy could never save. The
//! rule protects clients that combine bytes from two answers. Nobody does that with a post: a
//! revision names one state exactly, however the answer was encoded. So here, both conditions read
//! a tag as it was before a proxy changed it.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{IF_MATCH, IF_NONE_MATCH},
    request::Parts,
};

use crate::{App, header::members};

/// The number of a post's state, which increases with every change; starts at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Revision(pub i64);

impl Revision {
    /// The value of the header `ETag`.
    #[must_use]
    pub fn etag(self) -> HeaderValue {
        // Digits and quotes are always a header value.
        HeaderValue::from_str(&format!("\"{}\"", self.0))
            .unwrap_or(HeaderValue::from_static("\"\""))
    }
}

/// The header `If-Match`: the revisions to which a change may be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfMatch(Condition);

/// The header `If-None-Match`: the states that the client already has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfNoneMatch(Condition);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Condition {
    /// No such header.
    Absent,
    /// `*`
    Any,
    /// Those in the header.
    Tags(Vec<String>),
}

impl IfMatch {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self(condition(headers, IF_MATCH))
    }

    /// The revisions to which the change may be made; `None` for all. The list is empty if none of
    /// the header's tags is ours.
    #[must_use]
    pub fn revisions(&self) -> Option<Vec<i64>> {
        match &self.0 {
            Condition::Absent | Condition::Any => None,
            Condition::Tags(tags) => Some(tags.iter().filter_map(|tag| revision(tag)).collect()),
        }
    }
}

impl IfNoneMatch {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        Self(condition(headers, IF_NONE_MATCH))
    }

    /// Whether the client has the state with this tag.
    #[must_use]
    pub fn matches(&self, etag: &HeaderValue) -> bool {
        match &self.0 {
            Condition::Absent => false,
            Condition::Any => true,
            Condition::Tags(tags) => {
                let ours = etag.to_str().ok().and_then(opaque);
                ours.is_some() && tags.iter().any(|tag| opaque(tag) == ours)
            }
        }
    }
}

impl FromRequestParts<App> for IfNoneMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers))
    }
}

fn condition(headers: &HeaderMap, name: HeaderName) -> Condition {
    if !headers.contains_key(&name) {
        return Condition::Absent;
    }
    // Splitting at commas would break a tag that contains one, but ours never do.
    let tags: Vec<_> = members(headers, &name, b',').collect();
    if tags.contains(&"*") {
        return Condition::Any;
    }
    Condition::Tags(tags.into_iter().map(str::to_owned).collect())
}

/// The revision that a tag of ours names.
fn revision(tag: &str) -> Option<i64> {
    let digits = opaque(tag)?;
    let revision = digits.parse::<i64>().ok()?;
    // Exactly, without a sign or leading zeros.
    (revision > 0 && revision.to_string() == digits).then_some(revision)
}

/// The content of a tag of ours before proxies changed it: ASCII letters and digits.
fn opaque(tag: &str) -> Option<&str> {
    let tag = tag.strip_prefix("W/").or(tag.strip_prefix("w/")).unwrap_or(tag).strip_prefix('"')?;
    let end = tag.find(|character: char| !character.is_ascii_alphanumeric())?;
    let (opaque, rest) = tag.split_at_checked(end)?;
    // Some append the coding after the closing quote.
    let codings = rest.strip_suffix('"').or(rest.strip_prefix('"'))?;
    (!opaque.is_empty() && is_codings(codings)).then_some(opaque)
}

/// Whether a text is something that proxies append: nothing, or codings such as `-gzip`, `--gzip`
/// or `;br`.
fn is_codings(mut text: &str) -> bool {
    while !text.is_empty() {
        let coding = text.trim_start_matches(['-', ';', ':', '_', '.', '+']);
        let end = coding.find(|character: char| !character.is_ascii_alphanumeric());
        let (name, rest) = coding.split_at_checked(end.unwrap_or(coding.len())).unwrap_or_default();
        if coding.len() == text.len()
            || !name.starts_with(|first: char| first.is_ascii_alphabetic())
        {
            return false;
        }
        text = rest;
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::{collection, prelude::*};

    use super::*;

    fn of_bytes(lines: &[Vec<u8>]) -> Condition {
        let values = lines.iter().filter_map(|line| HeaderValue::from_bytes(line).ok());
        condition(&values.map(|value| (IF_MATCH, value)).collect(), IF_MATCH)
    }

    /// A proxy's form of a tag.
    fn touched(tag: &str, is_weak: bool, coding: &str) -> String {
        let (weak, open) = (if is_weak { "W/" } else { "" }, tag.trim_end_matches('"'));
        format!("{weak}{open}{coding}\"")
    }

    proptest! {
        #[test]
        fn a_list_of_our_tags_names_their_revisions(
            tags in collection::vec(
                (1..=i64::MAX, any::<bool>(), "((-|--|;|:)(gzip|br|zstd|x-gzip)){0,2}"),
                1..6,
            ),
            space in "[ \t]{0,3}",
            foreign in prop_oneof!["(W/)?\"[!#-+.-~]{0,9}x\"", "\"é[0-9]\"", "[0-9]{1,3}"],
        ) {
            let numbers: Vec<_> = tags.iter().map(|(number, ..)| *number).collect();
            let ours = tags.iter().map(|(number, is_weak, coding)| {
                touched(&format!("\"{number}\""), *is_weak, coding)
            });
            let tags: Vec<_> = ours.chain([foreign]).collect();
            let line = tags.join(&format!("{space},{space}")).into_bytes();
            let found = IfMatch(of_bytes(&[line])).revisions().unwrap_or_default();
            // A foreign tag may look like a revision with a coding: `"7-x"`.
            prop_assert!(found.starts_with(&numbers) && found.len() <= numbers.len() + 1);
        }

        #[test]
        fn any_condition_is_read_to_the_letter(
            lines in collection::vec(collection::vec(any::<u8>(), 0..40), 0..3),
        ) {
            let condition = of_bytes(&lines);
            for revision in IfMatch(condition.clone()).revisions().unwrap_or_default() {
                prop_assert!(IfNoneMatch(condition.clone()).matches(&Revision(revision).etag()));
            }
        }

        #[test]
        fn a_tag_of_any_file_is_known_whatever_a_proxy_did_to_it(
            hash in "[0-9a-f]{16}",
            other in "[0-9a-f]{16}",
            is_weak: bool,
            coding in "((-|--|;)(gzip|br)){0,2}",
        ) {
            let etag = format!("\"{hash}\"");
            let line = touched(&etag, is_weak, &coding).into_bytes();
            let condition = IfNoneMatch(of_bytes(&[line]));
            prop_assert!(condition.matches(&etag.parse().unwrap()));
            let other = format!("\"{other}\"");
            prop_assert_eq!(condition.matches(&other.parse().unwrap()), other == etag);
        }
    }

    fn read(values: &[&'static str]) -> Condition {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(IF_MATCH, HeaderValue::from_static(value));
        }
        condition(&headers, IF_MATCH)
    }

    fn revisions(values: &[&'static str]) -> Option<Vec<i64>> {
        IfMatch(read(values)).revisions()
    }

    #[test]
    fn a_condition_is_read_as_rfc_9110_writes_it() {
        assert_eq!(read(&[]), Condition::Absent);
        assert_eq!(read(&["*"]), Condition::Any);
        assert_eq!(revisions(&["*"]), None);
        assert_eq!(revisions(&["\"7\""]), Some(vec![7]));
        assert_eq!(revisions(&["\"7\" , \"8\"", "\"9\""]), Some(vec![7, 8, 9]));
    }

    #[test]
    fn a_tag_is_ours_in_every_form_that_proxies_give_it() {
        let etag = Revision(7).etag();
        for tag in [
            "\"7\"",
            // nginx, Cloudflare, Envoy
            "W/\"7\"",
            "w/\"7\"",
            // Apache, Caddy
            "\"7-gzip\"",
            "\"7-br\"",
            "\"7-zstd\"",
            "W/\"7-br\"",
            "\"7-gzip-gzip\"",
            "\"7-x-gzip\"",
            // Jetty
            "\"7--gzip\"",
            "\"7;gzip\"",
            "\"7:gzip\"",
            "\"7\"-gzip",
            "\"7\";gzip",
        ] {
            assert_eq!(revisions(&[tag]), Some(vec![7]), "{tag}");
            assert!(IfNoneMatch(read(&[tag])).matches(&etag), "{tag}");
            assert!(!IfNoneMatch(read(&[tag])).matches(&Revision(77).etag()), "{tag}");
        }
        assert!(IfNoneMatch(read(&["*"])).matches(&etag));
        assert!(!IfNoneMatch(read(&[])).matches(&etag));
    }

    #[test]
    fn a_foreign_tag_hides_none_of_ours() {
        let lines = [&b"\"K\xf6ln\", \"7\""[..], "\"東京\", W/\"8\"".as_bytes()];
        let condition = of_bytes(&lines.map(<[u8]>::to_vec));
        assert_eq!(IfMatch(condition).revisions(), Some(vec![7, 8]));
    }

    #[test]
    fn tags_that_are_not_ours_match_nothing() {
        for foreign in [
            "7",
            "\"+7\"",
            "\"-7\"",
            "\"0\"",
            "\"07\"",
            "\"x\"",
            "W/7",
            "W\"7\"",
            "W/W/\"7\"",
            "\"7",
            "\"7\"\"",
            "\"7-\"",
            "\"7-8\"",
            "\"7gzip\"",
            "\"7 gzip\"",
            "\"7-gzip",
            "\"-gzip\"",
            "\"\"",
            "",
            "\"99999999999999999999\"",
        ] {
            assert_eq!(revisions(&[foreign]), Some(vec![]), "{foreign}");
            assert!(!IfNoneMatch(read(&[foreign])).matches(&Revision(7).etag()), "{foreign}");
        }
    }

    #[test]
    fn a_tag_is_the_revision_in_quotes() {
        assert_eq!(Revision(7).etag(), "\"7\"");
    }
}
