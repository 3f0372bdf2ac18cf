//! One operation as OpenAPI describes it.

use connectly_types::{Access, Condition, GROUPS, Operation};
use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::components::Schemas;
use crate::{example, headers, prose, rules};

pub(crate) fn describe(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut description = json!({
        "operationId": operation.name,
        "tags": [group(operation)],
        "summary": operation.summary.trim_end_matches('.'),
    });
    if !operation.description.is_empty() {
        description["description"] = prose::markdown(operation.description).into();
    }
    description["security"] = security(operation.access);
    let parameters = parameters(operation, schemas);
    if !parameters.is_empty() {
        description["parameters"] = json!(parameters);
    }
    if let Some(body) = &operation.body {
        description["requestBody"] = json!({
            "required": true,
            "content": {
                "application/json": {
                    "schema": schemas.input(body),
                    "example": example::of(body.name),
                },
            },
        });
    }
    if let Some(form) = &operation.upload {
        // Any bytes: no schema describes them.
        let content = form.media_types.iter().map(|name| ((*name).to_owned(), json!({})));
        description["requestBody"] =
            json!({ "required": true, "content": content.collect::<Map<_, _>>() });
    }
    description["responses"] = json!(responses(operation, schemas));
    description
}

/// The name of the operation's group.
fn group(operation: &Operation) -> Option<&'static str> {
    let group = GROUPS.iter().find(|group| group.component == operation.component)?;
    Some(group.name)
}

fn security(access: Access) -> Value {
    match access {
        Access::Anyone => json!([]),
        // The empty one is for `public_reads`: prose::BEARER_AUTH says so.
        Access::Reader => json!([{ "bearerAuth": [] }, { "sessionCookie": [] }, {}]),
        Access::User | Access::Owner => json!([{ "bearerAuth": [] }, { "sessionCookie": [] }]),
    }
}

fn parameters(operation: &Operation, schemas: &mut Schemas) -> Vec<Value> {
    let in_path = operation.parameters.iter().map(|parameter| {
        json!({
            "name": parameter.name,
            "in": "path",
            "required": true,
            "description": parameter.description,
            "schema": schemas.parameter(parameter),
            "example": parameter.example,
        })
    });
    let mut parameters: Vec<_> = in_path.collect();
    if let Some(query) = &operation.query {
        parameters.extend(schemas.query(query));
    }
    parameters.extend(operation.condition.map(|condition| {
        let name = match condition {
            Condition::IfMatch => headers::IF_MATCH,
            Condition::IfNoneMatch => headers::IF_NONE_MATCH,
        };
        json!({ "$ref": format!("#/components/parameters/{name}") })
    }));
    parameters
}

fn responses(operation: &Operation, schemas: &mut Schemas) -> Map<String, Value> {
    let cache_control = operation.cache_control.map(|_| "Cache-Control");
    let headers: Map<_, _> = cache_control
        .into_iter()
        .chain(operation.headers.iter().copied())
        .map(|name| (name.to_owned(), headers::reference(name)))
        .collect();
    let mut success = json!({ "description": success_description(operation) });
    if !headers.is_empty() {
        success["headers"] = json!(headers);
    }
    if let Some(answer) = &operation.answer {
        success["content"] = json!({
            "application/json": {
                "schema": schemas.answer(answer),
                "example": example::of(answer.name),
            },
        });
    }
    if let Some(media_type) = operation.alternative {
        // A file: no schema describes it.
        success["content"][media_type] = json!({});
    }
    let mut responses = Map::new();
    responses.insert(operation.success.as_str().to_owned(), success);
    if operation.condition == Some(Condition::IfNoneMatch) {
        let description = "Unchanged: `If-None-Match` names the current revision.";
        responses
            .insert("304".to_owned(), json!({ "description": description, "headers": headers }));
    }
    for kind in rules::problems(operation) {
        responses.insert(kind.status.as_str().to_owned(), rules::reference(kind));
    }
    responses
}

fn success_description(operation: &Operation) -> &'static str {
    match operation.success {
        StatusCode::CREATED => "Created.",
        StatusCode::NO_CONTENT => "Done, without a body.",
        _ => "Done.",
    }
}
