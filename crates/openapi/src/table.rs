//! The operations of a component as a table in Markdown, for `docs/api.md`.

use std::fmt::Write as _;

use connectly_types::{OPERATIONS, Operation};
use serde_json::Value;

/// The table: one line for each operation, with what it takes and what it answers.
#[must_use]
pub fn table(component: &str) -> String {
    let document = crate::document();
    let mut table = "| operation | request | success |\n|---|---|---|\n".to_owned();
    for operation in OPERATIONS.iter().filter(|operation| operation.component == component) {
        let (name, request, success) =
            (operation.name, request(operation, &document), success(operation, &document));
        // Writing to a text cannot fail.
        let _ = writeln!(table, "| `{name}` | {request} | {success} |");
    }
    table
}

/// Method, path and query, then the fields of the body. Those that may be absent have a question
/// mark.
fn request(operation: &Operation, document: &Value) -> String {
    let mut text =
        format!("`{} {}{}`", operation.method, operation.path, query(operation, document));
    if let Some(body) = operation.body {
        let fields = body.fields.iter().map(|field| {
            let mark = if field.required { "" } else { "?" };
            format!("{}{mark}", field.name)
        });
        let fields: Vec<_> = fields.collect();
        text.push_str(&format!(" `{{{}}}`", fields.join(", ")));
    }
    if operation.upload.is_some() {
        text.push_str(" and the file as it is");
    }
    text
}

fn query(operation: &Operation, document: &Value) -> String {
    let method = operation.method.as_str().to_lowercase();
    let parameters = &document["paths"][operation.path][method]["parameters"];
    let names = parameters.as_array().into_iter().flatten().filter_map(|parameter| {
        let name = parameter["name"].as_str()?;
        (parameter["in"] == "query").then(|| format!("{name}="))
    });
    let names: Vec<_> = names.collect();
    if names.is_empty() { String::new() } else { format!("?{}", names.join("&")) }
}

/// The status, the fields of the body and the headers that are not about caches.
fn success(operation: &Operation, document: &Value) -> String {
    let mut parts = vec![operation.success.as_str().to_owned()];
    if let Some(answer) = operation.answer {
        let fields = document["components"]["schemas"][answer.name]["properties"].as_object();
        let fields: Vec<_> = fields.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        parts[0].push_str(&format!(" `{{{}}}`", fields.join(", ")));
    }
    parts.extend(operation.alternative.map(|media_type| format!("or `{media_type}`")));
    parts.extend(operation.headers.iter().map(|name| format!("`{name}`")));
    parts.join(", ")
}
