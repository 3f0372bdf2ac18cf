//! Runs a statement for a test.

use std::time::Duration;

use futures::future::{Either, select};
use serde::Deserialize;
use serde_json::{Value, json};
use spin_sdk::http::Request;
use spin_sdk::http::body::IncomingBodyExt;
use spin_sdk::pg::{
    Certificate, Connection, Error, OpenOptions, ParameterValue, PgError, QueryError,
};

use crate::parameter::Parameter;
use crate::{Reply, reply};

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Task {
    address: String,
    statement: String,
    #[serde(default)]
    parameters: Vec<Parameter>,
    /// What to do with the statement.
    #[serde(default)]
    how: How,
    /// Opens by the builder, with this certificate if it is not empty.
    ca_root: Option<String>,
    /// Drops the work when it takes longer.
    deadline_ms: Option<u64>,
    /// Keeps the connection after the work.
    #[serde(default)]
    hold_ms: u64,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum How {
    /// Collect the rows, then the result.
    #[default]
    Query,
    /// Read one row, drop the rest.
    FirstRow,
    /// Wait for the result without reading a row.
    Result,
    Execute,
}

/// Answers with columns and rows, a count, an error, or that the deadline came first.
pub async fn run(request: Request) -> Reply {
    let body = request.into_body().bytes().await?;
    let task: Task = match serde_json::from_slice(&body) {
        Ok(task) => task,
        Err(error) => return reply(json!({ "badTask": error.to_string() })),
    };
    let Some(deadline) = task.deadline_ms else {
        return reply(answer(work(task).await));
    };
    let deadline = Box::pin(spin_sdk::time::sleep(Duration::from_millis(deadline)));
    match select(Box::pin(work(task)), deadline).await {
        Either::Left((result, _)) => reply(answer(result)),
        Either::Right(_) => reply(json!({ "deadline": true })),
    }
}

fn answer(result: Result<Value, Error>) -> Value {
    result.unwrap_or_else(|error| json!({ "error": describe(error) }))
}

async fn work(task: Task) -> Result<Value, Error> {
    let connection = open(&task).await?;
    let parameters: Vec<ParameterValue> = task.parameters.into_iter().map(Into::into).collect();
    let answer = match task.how {
        How::Execute => json!({ "count": connection.execute(task.statement, parameters).await? }),
        How::Result => {
            let rows = connection.query(task.statement, parameters).await?;
            rows.result().await?;
            json!({})
        }
        How::FirstRow => {
            let mut rows = connection.query(task.statement, parameters).await?;
            let first = rows.rows().next().await;
            json!({ "first": first.map(|row| format!("{row:?}")) })
        }
        How::Query => {
            let (columns, mut rows, result) =
                connection.query(task.statement, parameters).await?.into_inner();
            let columns: Vec<_> = columns
                .iter()
                .map(|column| json!([column.name, format!("{:?}", column.data_type)]))
                .collect();
            let mut values: Vec<Vec<String>> = Vec::new();
            while let Some(row) = rows.next().await {
                values.push(row.iter().map(|value| format!("{value:?}")).collect());
            }
            result.await?;
            json!({ "columns": columns, "rows": values })
        }
    };
    spin_sdk::time::sleep(Duration::from_millis(task.hold_ms)).await;
    drop(connection);
    Ok(answer)
}

async fn open(task: &Task) -> Result<Connection, Error> {
    let Some(certificate) = &task.ca_root else {
        return Connection::open(&task.address).await;
    };
    let ca_root = (!certificate.is_empty()).then(|| Certificate::Text(certificate.clone()));
    Connection::open_with_options(&task.address, OpenOptions { ca_root }).await
}

fn describe(error: Error) -> Value {
    match error {
        Error::Decode(text) => json!({ "kind": "decode", "text": text }),
        Error::PgError(PgError::ConnectionFailed(text)) => {
            json!({ "kind": "connection failed", "text": text })
        }
        Error::PgError(PgError::BadParameter(text)) => {
            json!({ "kind": "bad parameter", "text": text })
        }
        Error::PgError(PgError::ValueConversionFailed(text)) => {
            json!({ "kind": "value conversion failed", "text": text })
        }
        Error::PgError(PgError::Other(text)) => json!({ "kind": "other", "text": text }),
        Error::PgError(PgError::QueryFailed(QueryError::Text(text))) => {
            json!({ "kind": "query failed", "text": text })
        }
        Error::PgError(PgError::QueryFailed(QueryError::DbError(error))) => json!({
            "kind": "database error",
            "severity": error.severity,
            "code": error.code,
            "message": error.message,
            "detail": error.detail,
            "extras": error.extras.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        }),
    }
}
