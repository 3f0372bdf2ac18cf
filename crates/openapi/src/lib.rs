//! The OpenAPI document of the API, made from what `connectly-types` says: the table of
//! operations, the types of their inputs and answers, and the limits on them.
//!
//! Nothing about the API is said here a second time. What an operation can answer follows by
//! rule from its line in the table; the tests of the application compare real answers with
//! the result.

mod components;
mod example;
mod headers;
mod messages;
mod operation;
mod prose;
mod rules;
mod table;

pub use example::of as example;
pub use table::table;

use connectly_types::{GROUPS, OPERATIONS};
use serde_json::{Map, Value, json};

/// The document, in OpenAPI 3.1.
#[must_use]
pub fn document() -> Value {
    let mut components = components::Schemas::new();
    let mut paths = Map::new();
    for &operation in OPERATIONS {
        let methods = paths.entry(operation.path).or_insert_with(|| json!({}));
        methods[operation.method.as_str().to_lowercase()] =
            operation::describe(operation, &mut components);
    }
    let tags =
        GROUPS.iter().map(|group| json!({ "name": group.name, "description": group.description }));
    let tags: Vec<_> = tags.collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Connectly",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "A publishing platform for many authors",
            "description": prose::INTRODUCTION,
            "license": { "name": "Apache 2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": "/", "description": "The server that this document comes from" }],
        "tags": tags,
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearerAuth": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": prose::BEARER_AUTH,
                },
                "sessionCookie": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": "session",
                    "description": prose::SESSION_COOKIE,
                },
            },
            "parameters": headers::conditions(),
            "headers": headers::of_answers(),
            "responses": rules::responses(),
            "schemas": components.into_json(),
        },
    })
}

/// The document as it is checked in: indented, with a line feed at its end.
#[must_use]
pub fn text() -> String {
    format!("{:#}\n", document())
}
