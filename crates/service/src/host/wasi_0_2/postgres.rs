//! Postgres, through Spin's blocking interface. The request waits for as long as the host does, so
//! deadlines are in the address.

use super::pg::{Connection, ParameterValue, RowSet};
use crate::host::{Expected, PostgresError, Rows};

/// See `host::Connection`. There is no `ca_root`.
pub(crate) async fn open(
    address: &str,
    _ca_root: Option<&str>,
) -> Result<Connection, PostgresError> {
    Ok(Connection::open(address)?)
}

/// See `host::Connection`. The statement must have a row: Spin 4.0 never answers for a result without
/// one.
pub(crate) async fn query(
    connection: &Connection,
    statement: &str,
    parameters: Vec<ParameterValue>,
    _rows: Expected,
) -> Result<Rows, PostgresError> {
    let RowSet { columns, rows } = connection.query(statement, &parameters)?;
    Ok(Rows::new(columns, rows))
}
