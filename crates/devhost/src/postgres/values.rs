//! Converts values between Postgres and components. The driver's types decide what can be
//! converted, so this uses the same driver as Spin.

mod wrappers;

use anyhow::{Context, Result, anyhow};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use postgres_range::{BoundSided, BoundType, Normalizable, Range, RangeBound};
use rust_decimal::Decimal;
use tokio_postgres::types::{FromSql, ToSql, Type};
use uuid::Uuid;

use crate::bindings::spin::postgres::postgres::{
    Column, DbDataType, DbValue, ParameterValue, RangeBoundKind,
};
use wrappers::{Interval, Null, RangeDecimal, Raw};

/// A value for a placeholder.
pub type Parameter = Box<dyn ToSql + Send + Sync>;
type WitRange<T> = (Option<(T, RangeBoundKind)>, Option<(T, RangeBoundKind)>);
type WitDateTime = (i32, u8, u8, u8, u8, u8, u32);

/// The columns of a row.
pub fn columns(row: &tokio_postgres::Row) -> Vec<Column> {
    let column = |column: &tokio_postgres::Column| Column {
        name: column.name().to_owned(),
        data_type: data_type(column.type_()),
    };
    row.columns().iter().map(column).collect()
}

fn data_type(ty: &Type) -> DbDataType {
    match *ty {
        Type::BOOL => DbDataType::Boolean,
        Type::INT2 => DbDataType::Int16,
        Type::INT4 => DbDataType::Int32,
        Type::INT8 => DbDataType::Int64,
        Type::FLOAT4 => DbDataType::Floating32,
        Type::FLOAT8 => DbDataType::Floating64,
        Type::TEXT | Type::VARCHAR | Type::BPCHAR => DbDataType::Str,
        Type::BYTEA => DbDataType::Binary,
        Type::DATE => DbDataType::Date,
        Type::TIME => DbDataType::Time,
        Type::TIMESTAMP | Type::TIMESTAMPTZ => DbDataType::Datetime,
        Type::UUID => DbDataType::Uuid,
        Type::JSONB => DbDataType::Jsonb,
        Type::NUMERIC => DbDataType::Decimal,
        Type::INT4_RANGE => DbDataType::RangeInt32,
        Type::INT8_RANGE => DbDataType::RangeInt64,
        Type::NUM_RANGE => DbDataType::RangeDecimal,
        Type::INT4_ARRAY => DbDataType::ArrayInt32,
        Type::INT8_ARRAY => DbDataType::ArrayInt64,
        Type::NUMERIC_ARRAY => DbDataType::ArrayDecimal,
        Type::TEXT_ARRAY | Type::VARCHAR_ARRAY | Type::BPCHAR_ARRAY => DbDataType::ArrayStr,
        Type::INTERVAL => DbDataType::Interval,
        _ => DbDataType::Other(ty.name().to_owned()),
    }
}

/// The values of a row; an error if one cannot be carried.
pub fn row(row: &tokio_postgres::Row) -> Result<Vec<DbValue>> {
    (0..row.len()).map(|index| Cell { row, index }.value()).collect()
}

/// One field of a row.
struct Cell<'a> {
    row: &'a tokio_postgres::Row,
    index: usize,
}

impl<'a> Cell<'a> {
    fn value(&self) -> Result<DbValue> {
        match *self.row.columns()[self.index].type_() {
            Type::BOOL => self.read(DbValue::Boolean),
            Type::INT2 => self.read(DbValue::Int16),
            Type::INT4 => self.read(DbValue::Int32),
            Type::INT8 => self.read(DbValue::Int64),
            Type::FLOAT4 => self.read(DbValue::Floating32),
            Type::FLOAT8 => self.read(DbValue::Floating64),
            Type::TEXT | Type::VARCHAR | Type::BPCHAR => self.read(DbValue::Str),
            Type::BYTEA => self.read(DbValue::Binary),
            Type::DATE => self.read(|date| DbValue::Date(split_date(date))),
            Type::TIME => self.read(|time| DbValue::Time(split_time(time))),
            // The driver cannot read a timestamptz into this type. It is an error, as in Spin.
            Type::TIMESTAMP | Type::TIMESTAMPTZ => {
                self.read(|time| DbValue::Datetime(split_datetime(time)))
            }
            Type::UUID => self.read(|uuid: Uuid| DbValue::Uuid(uuid.to_string())),
            // Parsed and written again, so the host decides on the order of keys.
            Type::JSONB => {
                self.read(|json: serde_json::Value| DbValue::Jsonb(json.to_string().into_bytes()))
            }
            Type::NUMERIC => self.read(|decimal: Decimal| DbValue::Decimal(decimal.to_string())),
            Type::INT4_RANGE => self.read(|range| DbValue::RangeInt32(split_range(&range, |n| *n))),
            Type::INT8_RANGE => self.read(|range| DbValue::RangeInt64(split_range(&range, |n| *n))),
            Type::NUM_RANGE => self.read(|range| {
                DbValue::RangeDecimal(split_range(&range, |n: &RangeDecimal| n.0.to_string()))
            }),
            Type::INT4_ARRAY => self.read(DbValue::ArrayInt32),
            Type::INT8_ARRAY => self.read(DbValue::ArrayInt64),
            Type::NUMERIC_ARRAY => self.read(|decimals: Vec<Option<Decimal>>| {
                let text = |decimal: Option<Decimal>| decimal.map(|decimal| decimal.to_string());
                DbValue::ArrayDecimal(decimals.into_iter().map(text).collect())
            }),
            Type::TEXT_ARRAY | Type::VARCHAR_ARRAY | Type::BPCHAR_ARRAY => {
                self.read(DbValue::ArrayStr)
            }
            Type::INTERVAL => self.read(|interval: Interval| DbValue::Interval(interval.0)),
            _ => self.read(|raw: Raw| DbValue::Unsupported(raw.0)),
        }
    }

    fn read<T: FromSql<'a>>(&self, wrap: impl FnOnce(T) -> DbValue) -> Result<DbValue> {
        let value: Option<T> = self.row.try_get(self.index)?;
        Ok(value.map_or(DbValue::DbNull, wrap))
    }
}

/// The values for a statement's placeholders, or a message if one is invalid.
pub fn parameters(values: &[ParameterValue]) -> Result<Vec<Parameter>, String> {
    let values = values.iter().map(parameter).collect::<Result<_>>();
    values.map_err(|error| format!("{error:#}"))
}

fn parameter(value: &ParameterValue) -> Result<Parameter> {
    Ok(match value {
        ParameterValue::Boolean(value) => Box::new(*value),
        ParameterValue::Int8(value) => Box::new(*value),
        ParameterValue::Int16(value) => Box::new(*value),
        ParameterValue::Int32(value) => Box::new(*value),
        ParameterValue::Int64(value) => Box::new(*value),
        ParameterValue::Floating32(value) => Box::new(*value),
        ParameterValue::Floating64(value) => Box::new(*value),
        ParameterValue::Str(value) => Box::new(value.clone()),
        ParameterValue::Binary(value) => Box::new(value.clone()),
        ParameterValue::Date(value) => Box::new(join_date(*value)?),
        ParameterValue::Time(value) => Box::new(join_time(*value)?),
        ParameterValue::Datetime(value) => Box::new(join_datetime(*value)?),
        ParameterValue::Timestamp(seconds) => Box::new(
            DateTime::from_timestamp(*seconds, 0)
                .with_context(|| format!("{seconds} s is not a time"))?,
        ),
        ParameterValue::Uuid(value) => {
            Box::new(Uuid::parse_str(value).with_context(|| format!("{value:?} is not a UUID"))?)
        }
        ParameterValue::Jsonb(value) => {
            let json: serde_json::Value = serde_json::from_slice(value).context("not JSON")?;
            Box::new(json)
        }
        ParameterValue::Decimal(value) => Box::new(decimal(value)?),
        ParameterValue::RangeInt32(value) => Box::new(join_range(value, |n| Ok(*n))?),
        ParameterValue::RangeInt64(value) => Box::new(join_range(value, |n| Ok(*n))?),
        ParameterValue::RangeDecimal(value) => {
            Box::new(join_range(value, |n| Ok(RangeDecimal(decimal(n)?)))?)
        }
        ParameterValue::ArrayInt32(values) => Box::new(values.clone()),
        ParameterValue::ArrayInt64(values) => Box::new(values.clone()),
        ParameterValue::ArrayDecimal(values) => {
            let values = values.iter().map(|value| value.as_deref().map(decimal).transpose());
            Box::new(values.collect::<Result<Vec<_>>>()?)
        }
        ParameterValue::ArrayStr(values) => Box::new(values.clone()),
        ParameterValue::Interval(value) => Box::new(Interval(*value)),
        ParameterValue::DbNull => Box::new(Null),
    })
}

fn decimal(text: &str) -> Result<Decimal> {
    Decimal::from_str_exact(text).with_context(|| format!("{text:?} is not a decimal"))
}

// The parts of a date and a time of day fit in a byte.

fn split_date(date: NaiveDate) -> (i32, u8, u8) {
    (date.year(), date.month() as u8, date.day() as u8)
}

fn split_time(time: NaiveTime) -> (u8, u8, u8, u32) {
    (time.hour() as u8, time.minute() as u8, time.second() as u8, time.nanosecond())
}

fn split_datetime(time: NaiveDateTime) -> WitDateTime {
    let (year, month, day) = split_date(time.date());
    let (hour, minute, second, nanosecond) = split_time(time.time());
    (year, month, day, hour, minute, second, nanosecond)
}

fn join_date((year, month, day): (i32, u8, u8)) -> Result<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month.into(), day.into())
        .ok_or_else(|| anyhow!("{year}-{month}-{day} is not a date"))
}

fn join_time((hour, minute, second, nanosecond): (u8, u8, u8, u32)) -> Result<NaiveTime> {
    NaiveTime::from_hms_nano_opt(hour.into(), minute.into(), second.into(), nanosecond)
        .ok_or_else(|| anyhow!("{hour}:{minute}:{second} and {nanosecond} ns is not a time"))
}

fn join_datetime(parts: WitDateTime) -> Result<NaiveDateTime> {
    let (year, month, day, hour, minute, second, nanosecond) = parts;
    let time = join_time((hour, minute, second, nanosecond))?;
    Ok(join_date((year, month, day))?.and_time(time))
}

fn split_range<T, U>(range: &Range<T>, value: impl Fn(&T) -> U) -> WitRange<U>
where
    T: Normalizable + PartialOrd,
{
    fn split<S: BoundSided, T, U>(
        bound: &RangeBound<S, T>,
        value: impl Fn(&T) -> U,
    ) -> (U, RangeBoundKind) {
        let kind = match bound.type_ {
            BoundType::Inclusive => RangeBoundKind::Inclusive,
            BoundType::Exclusive => RangeBoundKind::Exclusive,
        };
        (value(&bound.value), kind)
    }
    let lower = range.lower().map(|bound| split(bound, &value));
    let upper = range.upper().map(|bound| split(bound, &value));
    (lower, upper)
}

fn join_range<T, U>(range: &WitRange<T>, value: impl Fn(&T) -> Result<U>) -> Result<Range<U>>
where
    U: Normalizable + PartialOrd,
{
    fn join<S: BoundSided, T, U: PartialOrd>(
        (bound, kind): &(T, RangeBoundKind),
        value: impl Fn(&T) -> Result<U>,
    ) -> Result<RangeBound<S, U>> {
        let kind = match kind {
            RangeBoundKind::Inclusive => BoundType::Inclusive,
            RangeBoundKind::Exclusive => BoundType::Exclusive,
        };
        Ok(RangeBound::new(value(bound)?, kind))
    }
    let (lower, upper) = range;
    let lower = lower.as_ref().map(|bound| join(bound, &value)).transpose()?;
    let upper = upper.as_ref().map(|bound| join(bound, &value)).transpose()?;
    Ok(Range::new(lower, upper))
}
