//! What a statement takes and gives.

use bytes::Bytes;

/// A parameter of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterValue {
    /// `null`, of any type.
    Null,
    /// `boolean`
    Boolean(bool),
    /// `bigint`
    Int64(i64),
    /// `bigint[]`
    ArrayInt64(Vec<i64>),
    /// `text`
    Text(String),
    /// `uuid`
    Uuid(String),
    /// `bytea`
    Bytes(Vec<u8>),
}

/// A value in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// `null`, of any type.
    Null,
    /// `boolean`
    Boolean(bool),
    /// `bigint`
    Int64(i64),
    /// `text`
    Text(String),
    /// `uuid`
    Uuid(String),
    /// `bytea`
    Bytes(Bytes),
    /// A type that no statement selects.
    Other,
}

/// How many rows a statement has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// Exactly one.
    One,
    /// At least one.
    Some,
}

/// The result of a statement.
#[derive(Debug)]
pub(crate) struct Rows {
    /// The columns' names.
    pub columns: Vec<String>,
    /// The values of each row, in the order of the columns.
    pub rows: Vec<Vec<Value>>,
}

/// Why a statement has no result.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PostgresError {
    /// There is no connection, or it broke before Postgres answered.
    Lost(String),
    /// Postgres refused the statement.
    Refused(Refusal),
    /// The host cannot pass on a parameter or a value.
    Unconvertible(String),
}

/// An error that Postgres reports.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// SQLSTATE: PostgreSQL's manual, appendix A.
    pub code: String,
    pub message: String,
    pub detail: Option<String>,
    /// The name of the violated constraint.
    pub constraint: Option<String>,
}
