//! Postgres, through Spin's asynchronous interface.

use super::sdk::pg::{
    self, DbError, DbValue, Error as SdkError, ParameterValue as SdkParameter, PgError, QueryError,
};

use crate::host::{ParameterValue, PostgresError, Refusal, Rows, Value};

/// An open connection to Postgres. Dropping the last reference gives it back to the host's pool.
pub(crate) struct Connection(pg::Connection);

impl Connection {
    /// Takes a connection from the host's pool, or opens one.
    ///
    /// # Errors
    /// When Postgres cannot be reached or refuses.
    pub(crate) async fn open(address: &str) -> Result<Self, PostgresError> {
        Ok(Self(pg::Connection::open(address).await?))
    }

    /// Runs a statement to its end. Its errors may arrive as late as that.
    ///
    /// # Errors
    /// When Postgres does not answer or refuses, or the host cannot pass something on.
    pub(crate) async fn query(
        &self,
        statement: &str,
        parameters: Vec<ParameterValue>,
    ) -> Result<Rows, PostgresError> {
        let parameters: Vec<_> = parameters.into_iter().map(SdkParameter::from).collect();
        let (columns, mut stream, end) = self.0.query(statement, parameters).await?.into_inner();
        let mut rows = Vec::new();
        while let Some(values) = stream.next().await {
            rows.push(values.into_iter().map(Value::from).collect());
        }
        end.await?;
        Ok(Rows { columns: columns.into_iter().map(|column| column.name).collect(), rows })
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
            _ => Self::Other,
        }
    }
}

impl From<SdkError> for PostgresError {
    fn from(error: SdkError) -> Self {
        match error {
            SdkError::PgError(error) => error.into(),
            SdkError::Decode(log) => Self::Unconvertible(log),
        }
    }
}

impl From<PgError> for PostgresError {
    fn from(error: PgError) -> Self {
        match error {
            PgError::QueryFailed(QueryError::DbError(error)) => Self::Refused(error.into()),
            // No answer from Postgres: the connection could not be made, or broke.
            PgError::ConnectionFailed(log)
            | PgError::QueryFailed(QueryError::Text(log))
            | PgError::Other(log) => Self::Lost(log),
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
