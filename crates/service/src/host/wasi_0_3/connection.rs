//! Postgres, through Spin's asynchronous interface.

use super::pg;
use crate::host::{ParameterValue, PostgresError, Rows};

/// An open connection to Postgres. Dropping the last reference gives it back to the host's pool.
pub(crate) struct Connection(pg::Connection);

impl Connection {
    /// Takes a connection from the host's pool, or opens one. `ca_root` is the certificate of an
    /// authority to trust, in PEM.
    ///
    /// # Errors
    /// When Postgres cannot be reached or refuses.
    pub(crate) async fn open(address: &str, ca_root: Option<&str>) -> Result<Self, PostgresError> {
        let Some(certificate) = ca_root else {
            return Ok(Self(pg::Connection::open(address).await?));
        };
        let ca_root = Some(pg::Certificate::Text(certificate.to_owned()));
        let options = pg::OpenOptions { ca_root };
        Ok(Self(pg::Connection::open_with_options(address, options).await?))
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
        let parameters: Vec<_> = parameters.into_iter().map(pg::ParameterValue::from).collect();
        let (columns, mut stream, end) = self.0.query(statement, parameters).await?.into_inner();
        let mut rows = Vec::new();
        while let Some(values) = stream.next().await {
            rows.push(values);
        }
        end.await?;
        Ok(Rows::new(columns, rows))
    }
}

impl From<pg::Error> for PostgresError {
    fn from(error: pg::Error) -> Self {
        match error {
            pg::Error::PgError(error) => error.into(),
            pg::Error::Decode(log) => Self::Unconvertible(log),
        }
    }
}
