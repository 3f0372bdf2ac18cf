//! Postgres, through Spin.

use super::{Expected, ParameterValue, PostgresError, Rows, version};

/// An open connection to Postgres. Dropping the last reference gives it back to the host's pool.
pub(crate) struct Connection(version::pg::Connection);

impl Connection {
    /// Takes a connection from the host's pool, or opens one. `ca_root` is the certificate of an
    /// authority to trust, in PEM; see `TAKES_CA_ROOT`.
    ///
    /// # Errors
    /// When Postgres cannot be reached or refuses.
    pub(crate) async fn open(address: &str, ca_root: Option<&str>) -> Result<Self, PostgresError> {
        version::open(address, ca_root).await.map(Self)
    }

    /// Runs a statement to its end. Its errors may arrive as late as that.
    ///
    /// # Errors
    /// When Postgres does not answer or refuses, or the host cannot pass something on.
    pub(crate) async fn query(
        &self,
        statement: &str,
        parameters: Vec<ParameterValue>,
        rows: Expected,
    ) -> Result<Rows, PostgresError> {
        let parameters = parameters.into_iter().map(version::pg::ParameterValue::from).collect();
        version::query(&self.0, statement, parameters, rows).await
    }
}
