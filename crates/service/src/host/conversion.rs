//! What a statement takes and gives, from and to the SDK's types. They are the same in every version
//! of the SDK.

use super::{
    ParameterValue, PostgresError, Refusal, Rows, Value, version,
    version::pg::{Column, DbError, DbValue, ParameterValue as SdkParameter, PgError, QueryError},
};

impl Rows {
    /// The result of a statement.
    pub(super) fn new(columns: Vec<Column>, rows: Vec<Vec<DbValue>>) -> Self {
        Self {
            columns: columns.into_iter().map(|column| column.name).collect(),
            rows: rows
                .into_iter()
                .map(|values| values.into_iter().map(Value::from).collect())
                .collect(),
        }
    }
}

impl From<ParameterValue> for SdkParameter {
    fn from(value: ParameterValue) -> Self {
        match value {
            ParameterValue::Null => Self::DbNull,
            ParameterValue::Boolean(boolean) => Self::Boolean(boolean),
            ParameterValue::Int64(number) => Self::Int64(number),
            ParameterValue::ArrayInt64(numbers) => {
                Self::ArrayInt64(numbers.into_iter().map(Some).collect())
            }
            ParameterValue::Text(text) => Self::Str(text),
            ParameterValue::Uuid(text) => Self::Uuid(text),
            ParameterValue::Bytes(bytes) => Self::Binary(bytes),
        }
    }
}

impl From<DbValue> for Value {
    fn from(value: DbValue) -> Self {
        match value {
            DbValue::DbNull => Self::Null,
            DbValue::Boolean(boolean) => Self::Boolean(boolean),
            DbValue::Int64(number) => Self::Int64(number),
            DbValue::Str(text) => Self::Text(text),
            DbValue::Uuid(text) => Self::Uuid(text),
            DbValue::Binary(bytes) => Self::Bytes(bytes.into()),
            _ => Self::Other,
        }
    }
}

impl From<PgError> for PostgresError {
    fn from(error: PgError) -> Self {
        match error {
            PgError::QueryFailed(QueryError::DbError(error)) => Self::Refused(error.into()),
            PgError::QueryFailed(QueryError::Text(log)) => version::without_fields(log),
            // No answer from Postgres: the connection could not be made, or broke.
            PgError::ConnectionFailed(log) | PgError::Other(log) => Self::Lost(log),
            PgError::BadParameter(log) | PgError::ValueConversionFailed(log) => {
                Self::Unconvertible(log)
            }
        }
    }
}

impl From<DbError> for Refusal {
    fn from(error: DbError) -> Self {
        let DbError { code, message, detail, extras, .. } = error;
        let constraint =
            extras.into_iter().find_map(|(name, value)| (name == "constraint").then_some(value));
        Self { code, message, detail, constraint }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_the_constraint() {
        let error = DbError {
            as_text: String::new(),
            severity: "ERROR".to_owned(),
            code: "23505".to_owned(),
            message: "message".to_owned(),
            detail: Some("detail".to_owned()),
            extras: vec![
                ("table".to_owned(), "users".to_owned()),
                ("constraint".to_owned(), "users_email_key".to_owned()),
            ],
        };
        let refusal = Refusal {
            code: "23505".to_owned(),
            message: "message".to_owned(),
            detail: Some("detail".to_owned()),
            constraint: Some("users_email_key".to_owned()),
        };
        let error = PgError::QueryFailed(QueryError::DbError(error));
        assert_eq!(PostgresError::from(error), PostgresError::Refused(refusal));
    }

    #[test]
    fn without_an_answer_the_connection_is_lost() {
        let log = || "log".to_owned();
        for error in [
            PgError::ConnectionFailed(log()),
            PgError::QueryFailed(QueryError::Text(log())),
            PgError::Other(log()),
        ] {
            assert_eq!(PostgresError::from(error), PostgresError::Lost(log()));
        }
        for error in [PgError::BadParameter(log()), PgError::ValueConversionFailed(log())] {
            assert_eq!(PostgresError::from(error), PostgresError::Unconvertible(log()));
        }
    }
}
