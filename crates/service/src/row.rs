//! Rows of a result, and how to read them.

use bytes::Bytes;
use connectly_types::{PictureId, PostId, SessionId, UserId};
use serde::de::DeserializeOwned;

use crate::{db::DbError, host::Value};

/// A row of a result.
#[derive(Debug)]
pub struct Row<'a> {
    columns: &'a [String],
    values: &'a [Value],
}

/// A type that can be read from a row.
pub trait FromRow: Sized {
    /// Reads the columns by their names.
    ///
    /// # Errors
    /// When a column is missing or has another type.
    fn from_row(row: &Row<'_>) -> Result<Self, DbError>;
}

/// A row whose presence is the only information.
impl FromRow for () {
    fn from_row(_: &Row<'_>) -> Result<Self, DbError> {
        Ok(())
    }
}

/// The right side of a left join: `None` if its column `id` is null.
impl<T: FromRow> FromRow for Option<T> {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        if row.is_null("id")? { Ok(None) } else { T::from_row(row).map(Some) }
    }
}

/// A type that a column can have.
pub trait FromValue: Sized {
    /// `None` for another type.
    fn from_value(value: &Value) -> Option<Self>;
}

impl<'a> Row<'a> {
    pub(crate) fn new(columns: &'a [String], values: &'a [Value]) -> Self {
        Self { columns, values }
    }

    /// The value of a column.
    ///
    /// # Errors
    /// When the column is missing or has another type; the error names it.
    pub fn get<T: FromValue>(&self, name: &str) -> Result<T, DbError> {
        T::from_value(self.value(name)?).ok_or_else(|| has_another_type(name))
    }

    /// The JSON value of a column of type text; `None` if it is null.
    ///
    /// A host passes on each row separately, which takes longer than parsing it. It is better to
    /// combine many rows with `json_agg(…)::text`.
    ///
    /// # Errors
    /// When the column is missing or has another type, or its JSON is not of this type.
    pub fn get_json<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, DbError> {
        match self.value(name)? {
            Value::Null => Ok(None),
            Value::Text(text) => serde_json::from_str(text)
                .map(Some)
                .map_err(|error| DbError::Fault(format!("column {name}: {error}"))),
            _ => Err(has_another_type(name)),
        }
    }

    /// The same for a column that is never null.
    ///
    /// # Errors
    /// As for [`get_json`](Self::get_json), and when it is null.
    pub fn get_present_json<T: DeserializeOwned>(&self, name: &str) -> Result<T, DbError> {
        self.get_json(name)?.ok_or_else(|| DbError::Fault(format!("column {name} is null")))
    }

    fn is_null(&self, name: &str) -> Result<bool, DbError> {
        Ok(matches!(self.value(name)?, Value::Null))
    }

    fn value(&self, name: &str) -> Result<&Value, DbError> {
        self.columns
            .iter()
            .position(|column| column == name)
            .and_then(|index| self.values.get(index))
            .ok_or_else(|| DbError::Fault(format!("column {name} is missing")))
    }
}

fn has_another_type(name: &str) -> DbError {
    DbError::Fault(format!("column {name} has another type"))
}

macro_rules! from_value {
    ($($type:ty: $pattern:pat => $value:expr;)*) => {$(
        impl FromValue for $type {
            fn from_value(value: &Value) -> Option<Self> {
                match value {
                    $pattern => $value,
                    _ => None,
                }
            }
        }
    )*};
}

from_value! {
    String: Value::Text(text) => Some(text.clone());
    bool: Value::Boolean(boolean) => Some(*boolean);
    i64: Value::Int64(number) => Some(*number);
    Bytes: Value::Bytes(bytes) => Some(bytes.clone());
    PictureId: Value::Uuid(text) => Self::parse(text);
    UserId: Value::Uuid(text) => Self::parse(text);
    PostId: Value::Uuid(text) => Self::parse(text);
    SessionId: Value::Uuid(text) => Self::parse(text);
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_cannot_be_read_is_named() {
        let columns = ["title".to_owned()];
        let row = Row::new(&columns, &[Value::Null]);
        assert_eq!(row.get::<Option<String>>("title"), Ok(None));
        for error in
            [row.get::<String>("title").unwrap_err(), row.get::<bool>("title").unwrap_err()]
        {
            assert!(matches!(error, DbError::Fault(text) if text.contains("title")));
        }
        assert!(row.get::<Option<String>>("content").is_err());
    }
}
