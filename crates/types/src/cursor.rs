//! Positions in a list.

use std::fmt;

use ct_codecs::{Base64UrlSafeNoPadding, Decoder, Encoder};
use uuid::Uuid;

use crate::PostId;

/// The position after a post in a list that is sorted by time and id: newest first in lists of posts,
/// oldest first in an export.
///
/// Clients see 32 opaque characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The time by which the list is sorted, in microseconds since 1970-01-01T00:00:00Z.
    pub time: i64,
    /// The post.
    pub id: PostId,
}

/// From 1970 on, until the year 11103: 58 bits, so that [`PATTERN`](Cursor::PATTERN) can express
/// the whole rule.
const TIMES: std::ops::RangeInclusive<i64> = 0..=(1 << 58) - 1;

impl Cursor {
    /// What [`parse`](Self::parse) accepts, as a regular expression. The first letter stands for
    /// the six bits that are always zero.
    pub const PATTERN: &'static str = "^A[A-Za-z0-9_-]{31}$";

    /// Reads what [`Display`](fmt::Display) wrote; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut bytes = [0; 24];
        let decoded = Base64UrlSafeNoPadding::decode(&mut bytes, text, None).ok()?;
        let (time, id) = decoded.split_first_chunk::<8>()?;
        let time = i64::from_be_bytes(*time);
        let id = PostId::from(Uuid::from_slice(id).ok()?);
        TIMES.contains(&time).then_some(Self { time, id })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = [0; 24];
        bytes[..8].copy_from_slice(&self.time.to_be_bytes());
        bytes[8..].copy_from_slice(Uuid::from(self.id).as_bytes());
        let text = Base64UrlSafeNoPadding::encode_to_string(bytes).map_err(|_| fmt::Error)?;
        f.write_str(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_round_trip() {
        let id = PostId::parse("0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60").unwrap();
        for time in [*TIMES.start(), 1_764_000_000_123_456, *TIMES.end()] {
            let cursor = Cursor { time, id };
            let text = cursor.to_string();
            assert_eq!(text.len(), 32);
            assert_eq!(Cursor::parse(&text), Some(cursor));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let id = PostId::parse("0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60").unwrap();
        let negative = Cursor { time: -1, id }.to_string();
        let too_late = Cursor { time: TIMES.end() + 1, id }.to_string();
        let good = Cursor { time: 0, id }.to_string();
        for bad in [
            "",
            "1",
            "not base64 at all, not at all...",
            &good[1..],
            &format!("{good}AAAA"),
            &format!("{good}="),
            &negative,
            &too_late,
        ] {
            assert_eq!(Cursor::parse(bad), None, "{bad:?}");
        }
    }
}
