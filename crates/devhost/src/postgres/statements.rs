//! Runs statements. Each is prepared for every run, as in Spin, or once for each connection.

use std::pin::pin;

use deadpool_postgres::Object;
use futures::TryStreamExt;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Error as DriverError, RowStream, Statement};

use super::query::failed;
use super::values::{self, Parameter};
use crate::bindings::spin::postgres::postgres::{Error, ParameterValue};

/// How many statements a connection keeps. One more makes it forget them all, so that a component that
/// writes values into its statements doesn't fill Postgres's memory.
const KEPT: usize = 256;

/// Runs a statement that may have rows. `keep` leaves it prepared.
pub async fn query(
    client: &Object,
    statement: &str,
    parameters: &[ParameterValue],
    keep: bool,
) -> Result<RowStream, Error> {
    let parameters = values::parameters(parameters).map_err(Error::BadParameter)?;
    let rows = if keep {
        run_kept(client, statement, &parameters).await
    } else {
        client.query_raw(statement, borrow(&parameters)).await
    };
    rows.map_err(failed)
}

/// Runs a statement and counts the rows it touched. `keep` leaves it prepared.
pub async fn execute(
    client: &Object,
    statement: &str,
    parameters: &[ParameterValue],
    keep: bool,
) -> Result<u64, Error> {
    let parameters = values::parameters(parameters).map_err(Error::ValueConversionFailed)?;
    let count = if keep {
        count(client, statement, &parameters).await
    } else {
        client.execute_raw(statement, borrow(&parameters)).await
    };
    count.map_err(failed)
}

async fn count(
    client: &Object,
    statement: &str,
    parameters: &[Parameter],
) -> Result<u64, DriverError> {
    let mut rows = pin!(run_kept(client, statement, parameters).await?);
    while rows.try_next().await?.is_some() {}
    Ok(rows.rows_affected().unwrap_or_default())
}

/// Runs a statement, prepared if it is not yet. If Postgres can't use it any more, prepares it once more:
/// Postgres has done nothing yet.
async fn run_kept(
    client: &Object,
    statement: &str,
    parameters: &[Parameter],
) -> Result<RowStream, DriverError> {
    if client.statement_cache.size() > KEPT {
        client.statement_cache.clear();
    }
    let kept = prepare(client, statement).await?;
    match client.query_raw(&kept, borrow(parameters)).await {
        Err(error) if is_stale(&error) => {
            client.statement_cache.remove(statement, &[]);
            let kept = prepare(client, statement).await?;
            client.query_raw(&kept, borrow(parameters)).await
        }
        rows => rows,
    }
}

async fn prepare(client: &Object, statement: &str) -> Result<Statement, DriverError> {
    let kept = client.prepare_cached(statement).await;
    if kept.is_err() {
        // The cache would keep the text, and not count it.
        client.statement_cache.remove(statement, &[]);
    }
    kept
}

/// Whether the statement returns other columns than when it was prepared, or whether Postgres doesn't
/// know it, because a pooler has changed the connection behind it.
fn is_stale(error: &DriverError) -> bool {
    error.code().is_some_and(|code| {
        *code == SqlState::FEATURE_NOT_SUPPORTED || *code == SqlState::INVALID_SQL_STATEMENT_NAME
    })
}

fn borrow(parameters: &[Parameter]) -> impl ExactSizeIterator<Item = &(dyn ToSql + Sync)> {
    parameters.iter().map(|parameter| &**parameter as &(dyn ToSql + Sync))
}
