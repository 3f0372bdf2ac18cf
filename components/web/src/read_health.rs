//! `GET /healthz`

use axum::{Json, response::IntoResponse};
use http::header::CACHE_CONTROL;
use serde_json::json;

/// Says that the component runs, even if something that it needs is missing.
pub async fn read_health() -> impl IntoResponse {
    ([(CACHE_CONTROL, "no-store")], Json(json!({ "status": "alive" })))
}
