//! Entity tags (RFC 9110, section 8.8.3) and the conditions on them.
//!
//! A post's tag is its revision in quotes, `"7"`: a strong one, for every change of a post
//! counts its revision up.

use axum::extract::FromRequestParts;
use http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{IF_MATCH, IF_NONE_MATCH},
    request::Parts,
};

use crate::{App, Error};

/// How often a post was changed, and so which of its states this is; from 1.
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

/// The header `If-Match`: which revisions a change may be made to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfMatch(Condition);

/// The header `If-None-Match`: which states the client has already.
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
    /// The revisions to which the change may be made; `None` for all. None of the list
    /// matches when every tag in the header is somebody else's.
    #[must_use]
    pub fn revisions(&self) -> Option<Vec<i64>> {
        match &self.0 {
            Condition::Absent | Condition::Any => None,
            // Strong comparison: a weak tag is none of ours, and matches nothing.
            Condition::Tags(tags) => Some(tags.iter().filter_map(|tag| revision(tag)).collect()),
        }
    }
}

impl IfNoneMatch {
    /// Whether the client has the state with this tag.
    #[must_use]
    pub fn matches(&self, etag: &HeaderValue) -> bool {
        match &self.0 {
            Condition::Absent => false,
            Condition::Any => true,
            // Weak comparison: `W/` does not count. Caches that compress add it.
            Condition::Tags(tags) => {
                tags.iter().any(|tag| tag.strip_prefix("W/").unwrap_or(tag) == etag)
            }
        }
    }
}

impl FromRequestParts<App> for IfMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        Ok(Self(condition(&parts.headers, IF_MATCH)))
    }
}

impl FromRequestParts<App> for IfNoneMatch {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        Ok(Self(condition(&parts.headers, IF_NONE_MATCH)))
    }
}

fn condition(headers: &HeaderMap, name: HeaderName) -> Condition {
    let mut values = headers.get_all(name).iter().peekable();
    if values.peek().is_none() {
        return Condition::Absent;
    }
    // Splitting at commas would break a tag that holds one, which is none of ours.
    let tags: Vec<_> = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    if tags.contains(&"*") {
        return Condition::Any;
    }
    Condition::Tags(tags.into_iter().map(str::to_owned).collect())
}

/// Reads what [`Revision::etag`] wrote, to the letter.
fn revision(tag: &str) -> Option<i64> {
    let revision = tag.strip_prefix('"')?.strip_suffix('"')?.parse().ok()?;
    (Revision(revision).etag() == tag).then_some(revision)
}

#[cfg(test)]
mod tests {
    use proptest::{collection, prelude::*};

    use super::*;

    fn of_bytes(lines: &[Vec<u8>]) -> Condition {
        let values = lines.iter().filter_map(|line| HeaderValue::from_bytes(line).ok());
        condition(&values.map(|value| (IF_MATCH, value)).collect(), IF_MATCH)
    }

    proptest! {
        #[test]
        fn a_list_of_our_tags_names_their_revisions(
            numbers in collection::vec(any::<i64>(), 1..6),
            space in "[ \t]{0,3}",
            foreign in "(W/)?\"[!#-+.-~]{0,9}x\"",
        ) {
            let ours = numbers.iter().map(|number| format!("\"{number}\""));
            let tags: Vec<_> = ours.chain([foreign]).collect();
            let line = tags.join(&format!("{space},{space}")).into_bytes();
            prop_assert_eq!(IfMatch(of_bytes(&[line])).revisions(), Some(numbers));
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
    fn a_weak_tag_is_good_enough_to_read_and_not_to_write() {
        let etag = Revision(7).etag();
        for (tags, matches) in [
            (&["W/\"7\""][..], true),
            (&["\"7\""], true),
            (&["*"], true),
            (&["\"8\""], false),
            (&[], false),
        ] {
            assert_eq!(IfNoneMatch(read(tags)).matches(&etag), matches, "{tags:?}");
        }
        assert_eq!(revisions(&["W/\"7\""]), Some(vec![]));
    }

    #[test]
    fn tags_that_are_not_ours_match_nothing() {
        for foreign in
            ["7", "\"+7\"", "\"07\"", "\"x\"", "W/\"7\"", "\"7", "", "\"99999999999999999999\""]
        {
            assert_eq!(revisions(&[foreign]), Some(vec![]), "{foreign}");
        }
    }

    #[test]
    fn a_tag_is_the_revision_in_quotes() {
        assert_eq!(Revision(7).etag(), "\"7\"");
    }
}
