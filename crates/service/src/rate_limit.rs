//! Rate limits, as variables define them and as Postgres counts them.

use std::time::Duration;

use crate::{Parameter, host::ParameterValue};

/// A limit: a bucket of this many tokens, which come back one by one, all within this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    tokens: i64,
    period: Duration,
}

/// More than anyone needs.
const TOKENS_MAX: i64 = 1_000_000;

impl Rate {
    /// Parses `300/hour`; `None` for `off`.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub(crate) fn parse(text: &str) -> Result<Option<Self>, String> {
        if text == "off" {
            return Ok(None);
        }
        let rate = text.split_once('/').and_then(|(tokens, period)| {
            let seconds = match period {
                "second" => 1,
                "minute" => 60,
                "hour" => 60 * 60,
                "day" => 24 * 60 * 60,
                _ => return None,
            };
            let tokens = tokens.parse().ok().filter(|tokens| (1..=TOKENS_MAX).contains(tokens))?;
            Some(Self { tokens, period: Duration::from_secs(seconds) })
        });
        rate.map(Some).ok_or_else(|| {
            format!(
                "{text:?} is no limit; one is like 300/hour, from 1 to {TOKENS_MAX} per second, \
                 minute, hour or day, or off"
            )
        })
    }
}

/// `bigint[]`: until a token is back, and until all are, in microseconds.
impl Parameter for Rate {
    fn into_value(self) -> ParameterValue {
        let period = i64::try_from(self.period.as_micros()).unwrap_or(i64::MAX);
        vec![period / self.tokens, period].into_value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_a_number_and_a_time() {
        let microseconds = |text: &str| -> Vec<i64> {
            match Rate::parse(text).unwrap().into_value() {
                ParameterValue::ArrayInt64(numbers) => numbers,
                ParameterValue::Null => vec![],
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(microseconds("20/second"), [50_000, 1_000_000]);
        assert_eq!(microseconds("7/minute"), [8_571_428, 60_000_000]);
        assert_eq!(microseconds("3600/hour"), [1_000_000, 3_600_000_000]);
        assert_eq!(microseconds("1/day"), [86_400_000_000, 86_400_000_000]);
        assert_eq!(microseconds("1000000/second"), [1, 1_000_000]);
        assert!(microseconds("off").is_empty());
    }

    #[test]
    fn anything_else_is_refused_and_shown() {
        for bad in [
            "",
            "300",
            "300/",
            "/hour",
            "0/hour",
            "-1/hour",
            "1.5/hour",
            "300 / hour",
            "1/week",
            "1/Hour",
            "1000001/second",
            "99999999999999999999/day",
            "Off",
        ] {
            assert!(Rate::parse(bad).unwrap_err().contains(&format!("{bad:?}")), "{bad}");
        }
    }
}
