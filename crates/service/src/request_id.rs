//! The id of a request, to find in the log what a client saw.

use std::{fmt, time::SystemTime};

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::{NoContext, Timestamp, Uuid};

/// The header for it, in requests and answers.
pub(crate) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The limit on the characters of an id from outside.
const LENGTH_MAX: usize = 64;

/// A request's id: the client's or a proxy's if it is safe in a log, otherwise a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// From the request's headers, if they can be read; otherwise one for a request that came `now`.
    pub(crate) fn of(headers: Option<&HeaderMap>, now: SystemTime) -> Self {
        let given = headers.into_iter().flat_map(|headers| headers.get_all(X_REQUEST_ID));
        let sane = given.filter_map(|value| value.to_str().ok()).find(|id| is_sane(id));
        Self(sane.map_or_else(|| new(now).to_string(), str::to_owned))
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

fn new(now: SystemTime) -> Uuid {
    let time = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(NoContext, time.as_secs(), time.subsec_nanos()))
}

fn is_sane(id: &str) -> bool {
    (1..=LENGTH_MAX).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(headers: &HeaderMap) -> RequestId {
        RequestId::of(Some(headers), SystemTime::now())
    }

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
            let id = of(&headers);
            prop_assert!(is_sane(id.as_str()));
            let value = id.header_value();
            prop_assert_eq!(value.as_bytes(), id.as_str().as_bytes());
            prop_assert_eq!(of(&HeaderMap::from_iter([(X_REQUEST_ID, value)])), id);
        }
    }

    #[test]
    fn a_sane_id_is_kept_and_any_other_replaced() {
        let of_id = |id: &str| {
            let value = HeaderValue::from_str(id).unwrap();
            of(&HeaderMap::from_iter([(X_REQUEST_ID, value)]))
        };
        let longest = "a".repeat(LENGTH_MAX);
        for sane in ["7", "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60", "a.b_C", &longest] {
            assert_eq!(of_id(sane).as_str(), sane);
        }
        let too_long = "a".repeat(LENGTH_MAX + 1);
        for other in ["", " ", "a b", "a\tb", "\"}", "a/b", &too_long] {
            assert!(Uuid::try_parse(of_id(other).as_str()).is_ok(), "{other:?}");
        }
        let lines = ["Köln", "a b", "7", "8"].map(|id| HeaderValue::from_bytes(id.as_bytes()));
        let headers = lines.map(|line| (X_REQUEST_ID, line.unwrap())).into_iter().collect();
        assert_eq!(of(&headers).as_str(), "7");
        assert_ne!(of(&HeaderMap::new()), RequestId::of(None, SystemTime::now()));
    }
}
