//! Parameters of a statement, as tests write them: `{"int32": 1}`.

use serde::Deserialize;
use spin_sdk::pg::{Interval, ParameterValue, RangeBoundKind};

/// One case for each case of the interface.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parameter {
    Boolean(bool),
    Int8(i8),
    Int16(i16),
    Int32(i32),
    Int64(i64),
    Floating32(f32),
    Floating64(f64),
    Str(String),
    Binary(Vec<u8>),
    Date((i32, u8, u8)),
    Time((u8, u8, u8, u32)),
    Datetime((i32, u8, u8, u8, u8, u8, u32)),
    Timestamp(i64),
    Uuid(String),
    Jsonb(String),
    Decimal(String),
    RangeInt32(Range<i32>),
    RangeInt64(Range<i64>),
    RangeDecimal(Range<String>),
    ArrayInt32(Vec<Option<i32>>),
    ArrayInt64(Vec<Option<i64>>),
    ArrayDecimal(Vec<Option<String>>),
    ArrayStr(Vec<Option<String>>),
    /// Microseconds, days, months.
    Interval(i64, i32, i32),
    DbNull,
}

type Range<T> = (Option<(T, Bound)>, Option<(T, Bound)>);

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    Inclusive,
    Exclusive,
}

impl From<Parameter> for ParameterValue {
    fn from(parameter: Parameter) -> Self {
        match parameter {
            Parameter::Boolean(value) => Self::Boolean(value),
            Parameter::Int8(value) => Self::Int8(value),
            Parameter::Int16(value) => Self::Int16(value),
            Parameter::Int32(value) => Self::Int32(value),
            Parameter::Int64(value) => Self::Int64(value),
            Parameter::Floating32(value) => Self::Floating32(value),
            Parameter::Floating64(value) => Self::Floating64(value),
            Parameter::Str(value) => Self::Str(value),
            Parameter::Binary(value) => Self::Binary(value),
            Parameter::Date(value) => Self::Date(value),
            Parameter::Time(value) => Self::Time(value),
            Parameter::Datetime(value) => Self::Datetime(value),
            Parameter::Timestamp(value) => Self::Timestamp(value),
            Parameter::Uuid(value) => Self::Uuid(value),
            Parameter::Jsonb(value) => Self::Jsonb(value.into_bytes()),
            Parameter::Decimal(value) => Self::Decimal(value),
            Parameter::RangeInt32(value) => Self::RangeInt32(range(value)),
            Parameter::RangeInt64(value) => Self::RangeInt64(range(value)),
            Parameter::RangeDecimal(value) => Self::RangeDecimal(range(value)),
            Parameter::ArrayInt32(value) => Self::ArrayInt32(value),
            Parameter::ArrayInt64(value) => Self::ArrayInt64(value),
            Parameter::ArrayDecimal(value) => Self::ArrayDecimal(value),
            Parameter::ArrayStr(value) => Self::ArrayStr(value),
            Parameter::Interval(micros, days, months) => {
                Self::Interval(Interval { micros, days, months })
            }
            Parameter::DbNull => Self::DbNull,
        }
    }
}

#[allow(clippy::type_complexity, reason = "the interface has it so")]
fn range<T>(
    (lower, upper): Range<T>,
) -> (Option<(T, RangeBoundKind)>, Option<(T, RangeBoundKind)>) {
    let bound = |(value, bound)| {
        let kind = match bound {
            Bound::Inclusive => RangeBoundKind::Inclusive,
            Bound::Exclusive => RangeBoundKind::Exclusive,
        };
        (value, kind)
    };
    (lower.map(bound), upper.map(bound))
}
