//! Postgres, through Spin's blocking interface. The request waits for as long as the host does, so
//! deadlines are in the address.

use super::pg;
use crate::host::{ParameterValue, PostgresError, Rows};

/// An open connection to Postgres. Dropping it gives it back to the host's pool.
pub(crate) struct Connection(pg::Connection);

impl Connection {
    /// Takes a connection from the host's pool, or opens one. There is no `ca_root`: see
    /// `TAKES_CA_ROOT`.
    ///
    /// # Errors
    /// When Postgres cannot be reached or refuses.
    pub(crate) async fn open(address: &str, _ca_root: Option<&str>) -> Result<Self, PostgresError> {
        Ok(Self(pg::Connection::open(address)?))
    }

    /// Runs a statement to its end. It must have a row: Spin 4.0 never answers for a result without
    /// one.
    ///
    /// # Errors
    /// When Postgres refuses, or the host cannot pass something on.
    pub(crate) async fn query(
        &self,
        statement: &str,
        parameters: Vec<ParameterValue>,
    ) -> Result<Rows, PostgresError> {
        let parameters: Vec<_> = parameters.into_iter().map(pg::ParameterValue::from).collect();
        let pg::RowSet { columns, rows } = self.0.query(statement, &parameters)?;
        Ok(Rows::new(columns, rows))
    }
}
