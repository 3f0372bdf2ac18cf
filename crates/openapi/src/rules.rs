//! What an operation can answer, by rule from its line in the table.

use connectly_types::{Access, Condition, Operation, Problem, ProblemKind};
use serde_json::{Map, Value, json};

use crate::{example, headers};

/// The problems that it can answer with, by status.
pub(crate) fn problems(operation: &Operation) -> Vec<ProblemKind> {
    let owned = operation.access == Access::Owner;
    let has_token = operation.access != Access::Anyone;
    let has_body = operation.body.is_some();
    let has_parameters = !operation.parameters.is_empty();
    let has_input =
        has_body || operation.upload.is_some() || operation.query.is_some() || has_parameters;
    let rules = [
        // Every operation that reads a token refuses two of them.
        (has_input || has_token, ProblemKind::INVALID),
        (has_token, ProblemKind::NOT_LOGGED_IN),
        (owned, ProblemKind::NOT_YOURS),
        (owned || has_parameters, ProblemKind::NOT_FOUND),
        (operation.condition == Some(Condition::IfMatch), ProblemKind::STALE),
        (has_body, ProblemKind::TOO_LARGE),
        (has_body, ProblemKind::NOT_JSON),
        (!operation.limits.is_empty(), ProblemKind::TOO_MANY),
        // Each has a statement.
        (true, ProblemKind::UNAVAILABLE),
    ];
    let by_rule = rules.into_iter().filter_map(|(applies, kind)| applies.then_some(kind));
    let mut kinds: Vec<_> = by_rule.chain(operation.problems.iter().copied()).collect();
    kinds.sort_by_key(|kind| kind.status);
    kinds
}

/// A reference to the answer of a kind of problem.
pub(crate) fn reference(kind: ProblemKind) -> Value {
    json!({ "$ref": format!("#/components/responses/{}", response_name(kind)) })
}

/// The answer of every kind of problem that some operation has.
pub(crate) fn responses() -> Map<String, Value> {
    let mut kinds: Vec<_> =
        connectly_types::OPERATIONS.iter().copied().flat_map(problems).collect();
    kinds.sort_by_key(|kind| (kind.status, kind.name));
    kinds.dedup();
    kinds.into_iter().map(|kind| (response_name(kind), response(kind))).collect()
}

fn response(kind: ProblemKind) -> Value {
    let mut names = vec!["Cache-Control"];
    names.extend(match kind.status.as_u16() {
        401 => Some("WWW-Authenticate"),
        429 | 503 => Some("Retry-After"),
        _ => None,
    });
    let headers: Map<_, _> =
        names.into_iter().map(|name| (name.to_owned(), headers::reference(name))).collect();
    json!({
        "description": format!("{}: {}.", kind.error, kind.detail),
        "headers": headers,
        "content": {
            "application/problem+json": {
                "schema": {
                    "allOf": [
                        { "$ref": "#/components/schemas/Problem" },
                        {
                            "type": "object",
                            "properties": {
                                "status": { "const": kind.status.as_u16() },
                                "error": { "const": kind.error },
                            },
                            "required": ["status", "error"],
                        },
                    ],
                },
                "example": problem_example(kind),
            },
        },
    })
}

fn problem_example(kind: ProblemKind) -> Problem {
    match kind {
        ProblemKind::INVALID => {
            let fault = example::fault();
            kind.with(fault.message.clone(), vec![fault])
        }
        _ => kind.with(kind.detail.to_owned(), Vec::new()),
    }
}

/// `NOT_FOUND` as `NotFound`.
fn response_name(kind: ProblemKind) -> String {
    let words = kind.name.split('_').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_owned() + &rest.to_lowercase()
    });
    words.collect()
}
