//! `GET /readyz`

use axum::{Json, response::IntoResponse};
use connectly_service::{Db, DbError, Error, FromRow, Result, Row, params};
use http::header::CACHE_CONTROL;
use serde_json::json;

/// The number of the newest migration at build time.
const NEEDED: &str = env!("SCHEMA_VERSION");

/// Says whether Postgres answers within its limits and has the tables that this build needs, or newer
/// ones, because old components still serve during an upgrade.
pub async fn read_readiness(db: Db) -> Result<impl IntoResponse> {
    let needed: i64 = NEEDED.parse().map_err(|_| Error::internal("SCHEMA_VERSION"))?;
    let found: Result<Found, DbError> =
        db.query_one(include_str!("read_readiness.sql"), params![]).await;
    let detail = match found {
        Ok(Found { version: Some(version), is_limited: true }) if version >= needed => {
            let answer = json!({ "status": "ready", "schema": version });
            return Ok(([(CACHE_CONTROL, "no-store")], Json(answer)));
        }
        Ok(Found { is_limited: false, .. }) => {
            "this component's role has no statement_timeout or no lock_timeout: see \
             docs/operations.md, PgBouncer"
                .to_owned()
        }
        Ok(Found { version, .. }) => {
            let version = version.unwrap_or(0);
            format!(
                "the database has schema {version}, and this build needs {needed}: run the \
                 migrations"
            )
        }
        Err(DbError::NotMigrated(_)) => {
            format!("the database has no schema, and this build needs {needed}: run the migrations")
        }
        Err(DbError::NotGranted(_)) => {
            "the database grants this component too little: see docs/operations.md, Roles"
                .to_owned()
        }
        Err(DbError::Lost(_) | DbError::Unavailable(_)) => {
            "the database does not answer".to_owned()
        }
        Err(error) => return Err(error.into()),
    };
    Err(Error::NotReady { detail })
}

struct Found {
    /// The number of the newest migration that was applied, if there is one.
    version: Option<i64>,
    /// Whether Postgres stops statements and waits for locks.
    is_limited: bool,
}

impl FromRow for Found {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { version: row.get("version")?, is_limited: row.get("is_limited")? })
    }
}
