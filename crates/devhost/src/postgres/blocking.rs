//! Statements of components that wait for all rows at once, and how Spin's releases differ in them.

use std::pin::pin;

use futures::StreamExt;
use tokio_postgres::RowStream;

use super::query::{failed, text};
use super::values;
use crate::bindings::spin::postgres::postgres::{Error, RowSet};
use crate::imitation::Release;

/// A longer result is an error.
const LONGEST_RESULT: usize = 128 << 20;

/// Why an instance ends that waits for a result without a row.
const NO_ROW: &str = "Spin 4.0 never answers a blocking query whose result has no row; write the \
                      statement so that it always returns one";

/// Collects the rows of a statement.
///
/// # Errors
/// If there is no row and Spin would never answer. That ends the instance.
pub async fn answer(rows: RowStream, release: Release) -> wasmtime::Result<Result<RowSet, Error>> {
    let result = collect(rows, release).await.map_err(text);
    if release == Release::Spin4 && result.as_ref().is_ok_and(|set| set.rows.is_empty()) {
        wasmtime::bail!(NO_ROW);
    }
    Ok(result)
}

/// An error is a text, as in Spin.
async fn collect(rows: RowStream, release: Release) -> Result<RowSet, String> {
    let mut rows = pin!(rows);
    let mut set = RowSet { columns: Vec::new(), rows: Vec::new() };
    let mut bytes = 0;
    while let Some(row) = rows.next().await {
        let row = row.map_err(|error| match release {
            Release::Spin3 => with_cause(&error.into()),
            Release::Spin4 => format!("{:?}", failed(error)),
        })?;
        bytes += row.raw_size_bytes();
        if bytes > LONGEST_RESULT {
            return Err(format!("query result exceeds limit of {LONGEST_RESULT} bytes"));
        }
        if set.rows.is_empty() {
            set.columns = values::columns(&row);
        }
        let row = values::row(&row).map_err(|error| match release {
            Release::Spin3 => format!("{error:?}"),
            Release::Spin4 => format!("{:?}", text(format!("{error:?}"))),
        });
        set.rows.push(row?);
    }
    Ok(set)
}

/// The error and its causes. Spin 3's driver has the cause in the first line already.
fn with_cause(error: &anyhow::Error) -> String {
    let first_line = error.to_string();
    format!("{error:#}{}", &format!("{error:?}")[first_line.len()..])
}
