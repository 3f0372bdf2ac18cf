//! Runs a statement for a test.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use spin_sdk::pg4::{Connection, ParameterValue, PgError, QueryError};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Task {
    address: String,
    statement: String,
    /// Sent as UUIDs.
    #[serde(default)]
    parameters: Vec<String>,
    #[serde(default)]
    how: How,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum How {
    #[default]
    Query,
    Execute,
}

/// Answers with columns and rows, a count, or an error.
pub fn run(task: &[u8]) -> Value {
    match serde_json::from_slice(task) {
        Ok(task) => work(task).unwrap_or_else(|error| json!({ "error": describe(error) })),
        Err(error) => json!({ "badTask": error.to_string() }),
    }
}

fn work(task: Task) -> Result<Value, PgError> {
    let connection = Connection::open(&task.address)?;
    let parameters: Vec<_> = task.parameters.into_iter().map(ParameterValue::Uuid).collect();
    if let How::Execute = task.how {
        return Ok(json!({ "count": connection.execute(&task.statement, &parameters)? }));
    }
    let set = connection.query(&task.statement, &parameters)?;
    let columns: Vec<_> = set
        .columns
        .iter()
        .map(|column| json!([column.name, format!("{:?}", column.data_type)]))
        .collect();
    let row = |row: &Vec<_>| row.iter().map(|value| format!("{value:?}")).collect::<Vec<_>>();
    Ok(json!({ "columns": columns, "rows": set.rows.iter().map(row).collect::<Vec<_>>() }))
}

fn describe(error: PgError) -> Value {
    match error {
        PgError::ConnectionFailed(text) => json!({ "kind": "connection failed", "text": text }),
        PgError::BadParameter(text) => json!({ "kind": "bad parameter", "text": text }),
        PgError::ValueConversionFailed(text) => {
            json!({ "kind": "value conversion failed", "text": text })
        }
        PgError::Other(text) => json!({ "kind": "other", "text": text }),
        PgError::QueryFailed(QueryError::Text(text)) => {
            json!({ "kind": "query failed", "text": text })
        }
        PgError::QueryFailed(QueryError::DbError(error)) => json!({
            "kind": "database error",
            "code": error.code,
            "message": error.message,
            "extras": error.extras.into_iter().collect::<BTreeMap<_, _>>(),
        }),
    }
}
