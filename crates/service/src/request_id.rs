//! The id of a request, to find in the log what a client saw.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// The header for it, in requests and answers.
pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The limit on the characters of an id from outside.
const LENGTH_MAX: usize = 64;

/// A request's id: the client's or a proxy's if it is safe in a log, otherwise a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// From the request's headers, if they can be read.
    pub(crate) fn of(headers: Option<&HeaderMap>) -> Self {
        let given = headers.into_iter().flat_map(|headers| headers.get_all(X_REQUEST_ID));
        let sane = given.filter_map(|value| value.to_str().ok()).find(|id| is_sane(id));
        Self(sane.map_or_else(|| Uuid::now_v7().to_string(), str::to_owned))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// For the answer's header.
    pub(crate) fn header_value(&self) -> HeaderValue {
        // Letters, digits and hyphens are always a header value.
        HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static(""))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_sane(id: &str) -> bool {
    (1..=LENGTH_MAX).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_id_can_stand_in_a_log(
            bytes in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..80),
                "[A-Za-z._-]{0,70}".prop_map(String::into_bytes),
            ],
        ) {
            let value = HeaderValue::from_bytes(&bytes).into_iter();
            let headers: HeaderMap = value.map(|value| (X_REQUEST_ID, value)).collect();
            let id = RequestId::of(Some(&headers));
            prop_assert!(is_sane(id.as_str()));
            let value = id.header_value();
            prop_assert_eq!(value.as_bytes(), id.as_str().as_bytes());
            prop_assert_eq!(RequestId::of(Some(&HeaderMap::from_iter([(X_REQUEST_ID, value)]))), id);
        }
    }

    #[test]
    fn a_sane_id_is_kept_and_any_other_replaced() {
        let of = |id: &str| {
            let value = HeaderValue::from_str(id).unwrap();
            RequestId::of(Some(&HeaderMap::from_iter([(X_REQUEST_ID, value)])))
        };
        let longest = "a".repeat(LENGTH_MAX);
        for sane in ["7", "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60", "a.b_C", &longest] {
            assert_eq!(of(sane).as_str(), sane);
        }
        let too_long = "a".repeat(LENGTH_MAX + 1);
        for other in ["", " ", "a b", "a\tb", "\"}", "a/b", &too_long] {
            assert!(Uuid::try_parse(of(other).as_str()).is_ok(), "{other:?}");
        }
        let lines = ["Köln", "a b", "7", "8"].map(|id| HeaderValue::from_bytes(id.as_bytes()));
        let headers = lines.map(|line| (X_REQUEST_ID, line.unwrap())).into_iter().collect();
        assert_eq!(RequestId::of(Some(&headers)).as_str(), "7");
        assert_ne!(RequestId::of(Some(&HeaderMap::new())), RequestId::of(None));
    }
}
