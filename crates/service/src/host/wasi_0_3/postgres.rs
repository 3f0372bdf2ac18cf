//! Postgres, through Spin's asynchronous interface.

use super::pg::{Certificate, Connection, Error, OpenOptions, ParameterValue};
use crate::host::{PostgresError, Rows};

/// See `host::Connection`.
pub(crate) async fn open(
    address: &str,
    ca_root: Option<&str>,
) -> Result<Connection, PostgresError> {
    let Some(certificate) = ca_root else {
        return Ok(Connection::open(address).await?);
    };
    let ca_root = Some(Certificate::Text(certificate.to_owned()));
    Ok(Connection::open_with_options(address, OpenOptions { ca_root }).await?)
}

/// See `host::Connection`.
pub(crate) async fn query(
    connection: &Connection,
    statement: &str,
    parameters: Vec<ParameterValue>,
) -> Result<Rows, PostgresError> {
    let (columns, mut stream, end) = connection.query(statement, parameters).await?.into_inner();
    let mut rows = Vec::new();
    while let Some(values) = stream.next().await {
        rows.push(values);
    }
    end.await?;
    Ok(Rows::new(columns, rows))
}

impl From<Error> for PostgresError {
    fn from(error: Error) -> Self {
        match error {
            Error::PgError(error) => error.into(),
            Error::Decode(log) => Self::Unconvertible(log),
        }
    }
}
