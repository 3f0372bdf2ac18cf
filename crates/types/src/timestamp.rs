//! Times in inputs.

use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::{
    Fault,
    value::{FieldValue, Kind},
};

/// A moment between the years 1970 and 9999, to the microsecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timestamp(Duration);

impl Timestamp {
    /// Reads a time in RFC 3339 and UTC, such as `2026-02-03T04:05:06Z`; `None` for any other.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let time = humantime::parse_rfc3339(text).ok()?;
        time.duration_since(SystemTime::UNIX_EPOCH).ok().map(Self)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn microseconds(self) -> i64 {
        i64::try_from(self.0.as_micros()).unwrap_or(i64::MAX)
    }
}

impl FieldValue for Timestamp {
    const KIND: Kind = Kind::Text;

    fn read(value: Value) -> Result<Self, Vec<Fault>> {
        let Value::String(text) = value else { return Err(vec![Self::KIND.fault()]) };
        Self::parse(&text).ok_or_else(|| vec![Fault::Time])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_in_utc() {
        for (good, microseconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-02-03T04:05:06Z", 1_770_091_506_000_000),
            ("2026-02-03T04:05:06.789012Z", 1_770_091_506_789_012),
            ("2024-02-29T00:00:00.5Z", 1_709_164_800_500_000),
        ] {
            assert_eq!(Timestamp::parse(good).unwrap().microseconds(), microseconds, "{good}");
        }
        for bad in [
            "",
            "now",
            "2026-02-03",
            "2026-02-03T04:05:06",
            "2026-02-03T04:05:06+01:00",
            "2026-02-30T04:05:06Z",
            "1969-12-31T23:59:59Z",
            "12026-02-03T04:05:06Z",
        ] {
            assert_eq!(Timestamp::parse(bad), None, "{bad}");
        }
    }
}
