//! Postgres, through Spin's asynchronous interface.

use super::pg::{Certificate, Connection, Error, OpenOptions, ParameterValue};
use crate::host::{Expected, PostgresError, Rows};

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
    rows: Expected,
) -> Result<Rows, PostgresError> {
    if rows == Expected::Nothing {
        connection.execute(statement, parameters).await?;
        return Ok(Rows::default());
    }
    let (columns, mut stream, end) = connection.query(statement, parameters).await?.into_inner();
    let mut found = Vec::new();
    if rows == Expected::One {
        // The host reads some rows ahead, and then tells how it ended. So the row is there by then, and
        // only one of the two has to be waited for.
        end.await?;
        found.extend(stream.next().await);
    } else {
        while let Some(values) = stream.next().await {
            found.push(values);
        }
        end.await?;
    }
    Ok(Rows::new(columns, found))
}

impl From<Error> for PostgresError {
    fn from(error: Error) -> Self {
        match error {
            Error::PgError(error) => error.into(),
            Error::Decode(log) => Self::Unconvertible(log),
        }
    }
}
