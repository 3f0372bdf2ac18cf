//! Our own types for values that the driver has no type for.

use std::error::Error;
use std::fmt::Debug;

use bytes::{Buf, BufMut, BytesMut};
use postgres_range::{BoundSided, Normalizable, RangeBound};
use rust_decimal::Decimal;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::bindings::spin::postgres::postgres as wit;

type Outcome<T> = Result<T, Box<dyn Error + Sync + Send>>;

/// An SQL null for a placeholder of any type. The driver's own null has a type.
#[derive(Debug)]
pub struct Null;

impl ToSql for Null {
    fn to_sql(&self, _: &Type, _: &mut BytesMut) -> Outcome<IsNull> {
        Ok(IsNull::Yes)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A value of any type, as Postgres sends it.
pub struct Raw(pub Vec<u8>);

impl FromSql<'_> for Raw {
    fn from_sql(_: &Type, bytes: &[u8]) -> Outcome<Self> {
        Ok(Self(bytes.to_vec()))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// An `interval`: microseconds, days and months, each 64 or 32 bits.
#[derive(Debug)]
pub struct Interval(pub wit::Interval);

impl FromSql<'_> for Interval {
    fn from_sql(_: &Type, mut bytes: &[u8]) -> Outcome<Self> {
        Ok(Self(wit::Interval {
            micros: bytes.try_get_i64()?,
            days: bytes.try_get_i32()?,
            months: bytes.try_get_i32()?,
        }))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::INTERVAL
    }
}

impl ToSql for Interval {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Outcome<IsNull> {
        out.put_i64(self.0.micros);
        out.put_i32(self.0.days);
        out.put_i32(self.0.months);
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::INTERVAL
    }

    to_sql_checked!();
}

/// A decimal that can bound a range.
#[derive(Debug, PartialEq, PartialOrd)]
pub struct RangeDecimal(pub Decimal);

impl Normalizable for RangeDecimal {
    fn normalize<S: BoundSided>(bound: RangeBound<S, Self>) -> RangeBound<S, Self> {
        bound
    }
}

impl FromSql<'_> for RangeDecimal {
    fn from_sql(ty: &Type, bytes: &[u8]) -> Outcome<Self> {
        Decimal::from_sql(ty, bytes).map(Self)
    }

    fn accepts(ty: &Type) -> bool {
        <Decimal as FromSql>::accepts(ty)
    }
}

impl ToSql for RangeDecimal {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Outcome<IsNull> {
        self.0.to_sql(ty, out)
    }

    fn accepts(ty: &Type) -> bool {
        <Decimal as ToSql>::accepts(ty)
    }

    to_sql_checked!();
}
