//! Checks real answers against the OpenAPI document.
//!
//! Every answer that any test gets goes through here, so that the document cannot drift from
//! what the application does.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use connectly_types::{GROUPS, OPERATIONS, Operation};
use jsonschema::Validator;
use matchit::Router;
use reqwest::Method;
use serde_json::{Value, json};

use crate::Answer;

/// Headers that only the application sets. If the document does not name one, the answer must not
/// have it.
const HEADERS: &[&str] = &[
    "etag",
    "location",
    "cache-control",
    "www-authenticate",
    "retry-after",
    "allow",
    "link",
    "content-disposition",
];

static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::read);

struct Contract {
    /// By operation and status.
    responses: HashMap<(&'static str, u16), Response>,
    problem: Validator,
}

/// The document's entry for one status of one operation.
struct Response {
    /// Schemas of the body by media type, if there is a body.
    bodies: HashMap<String, Validator>,
    /// By name in lower case.
    headers: HashMap<String, Header>,
}

/// The document's entry for one header.
struct Header {
    schema: Validator,
    /// Whether it is always there.
    required: bool,
}

/// The statuses that the document declares for an operation.
pub fn statuses(operation: &Operation) -> Vec<u16> {
    let keys = CONTRACT.responses.keys().filter(|(name, _)| *name == operation.name);
    let mut statuses: Vec<_> = keys.map(|(_, status)| *status).collect();
    statuses.sort_unstable();
    statuses
}

/// Checks an answer against the document, if the request was for an operation. Other answers, such
/// as 404 for a path that does not exist, must at least be a problem.
///
/// # Panics
/// When the document does not declare the answer.
#[track_caller]
pub(crate) fn assert_declared(method: &Method, path: &str, answer: &Answer) {
    let context = || format!("{method} {path}: {} {}", answer.status, answer.body);
    let operations = at_path(path);
    let Some(operation) = operations.iter().find(|operation| operation.method == *method) else {
        if is_of_the_api(path) && !matches!(*method, Method::HEAD | Method::OPTIONS) {
            let status = if operations.is_empty() { 404 } else { 405 };
            assert_eq!(answer.status, status, "no operation answers {}", context());
            assert_eq!(answer.header("content-type"), "application/problem+json", "{}", context());
        }
        if answer.header("content-type") == "application/problem+json" {
            assert_valid(&CONTRACT.problem, &answer.body, &context());
        }
        return;
    };
    let Some(response) = CONTRACT.responses.get(&(operation.name, answer.status)) else {
        panic!("{} does not declare the status of {}", operation.name, context());
    };
    let media_type = answer.header("content-type");
    if response.bodies.is_empty() {
        assert_eq!((media_type, answer.bytes.len()), ("", 0), "{}", context());
    } else {
        let schema = response.bodies.get(media_type);
        let schema = schema.unwrap_or_else(|| panic!("undeclared {media_type}: {}", context()));
        assert_valid(schema, &answer.body, &context());
    }
    for (name, Header { schema, required }) in &response.headers {
        if !required && answer.header(name).is_empty() {
            continue;
        }
        assert_ne!(answer.header(name), "", "without {name}: {}", context());
        assert_valid(schema, &header_value(answer.header(name)), &context());
    }
    for name in HEADERS.iter().filter(|name| !response.headers.contains_key(**name)) {
        assert_eq!(answer.header(name), "", "undeclared {name}: {}", context());
    }
}

/// The operations at a path, by axum's own router. A path without a parameter takes precedence over
/// one with a parameter, whatever the method, as OpenAPI says.
fn at_path(path: &str) -> &'static [&'static Operation] {
    static PATHS: LazyLock<Router<Vec<&Operation>>> = LazyLock::new(|| {
        let mut paths = BTreeMap::<_, Vec<_>>::new();
        for &operation in OPERATIONS {
            paths.entry(operation.path).or_default().push(operation);
        }
        let mut router = Router::new();
        for (path, operations) in paths {
            router.insert(path, operations).expect("a path that no other hides");
        }
        router
    });
    PATHS.at(path).map_or(&[], |found| found.value.as_slice())
}

/// Whether a component that answers operations has this path.
fn is_of_the_api(path: &str) -> bool {
    GROUPS.iter().any(|group| {
        let rest =
            path.strip_prefix("/api/v1/").and_then(|rest| rest.strip_prefix(group.component));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

fn header_value(text: &str) -> Value {
    text.parse::<u64>().map_or_else(|_| json!(text), |number| json!(number))
}

#[track_caller]
fn assert_valid(schema: &Validator, value: &Value, context: &str) {
    let errors: Vec<_> = schema
        .iter_errors(value)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{context}\nagainst the document: {errors:?}");
}

impl Contract {
    fn read() -> Self {
        let document = connectly_openapi::document();
        let mut responses = HashMap::new();
        for operation in OPERATIONS {
            let method = operation.method.as_str().to_lowercase();
            let declared = &document["paths"][operation.path][method]["responses"];
            for (status, response) in declared.as_object().expect("responses") {
                let status = status.parse().expect("a status");
                let response = Response::read(&document, resolve(&document, response));
                responses.insert((operation.name, status), response);
            }
        }
        let problem = validator(&document, &json!({ "$ref": "#/components/schemas/Problem" }));
        Self { responses, problem }
    }
}

impl Response {
    fn read(document: &Value, response: &Value) -> Self {
        let headers = response["headers"].as_object().into_iter().flatten();
        let content = response["content"].as_object().into_iter().flatten();
        Self {
            bodies: content
                .map(|(media_type, content)| {
                    // A file has no schema.
                    let schema = content.get("schema").unwrap_or(&Value::Bool(true));
                    (media_type.clone(), validator(document, schema))
                })
                .collect(),
            headers: headers
                .map(|(name, header)| {
                    let header = resolve(document, header);
                    let schema = validator(document, &header["schema"]);
                    (name.to_lowercase(), Header { schema, required: header["required"] == true })
                })
                .collect(),
        }
    }
}

/// The target of a reference, or the value itself if it is not one.
fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => {
            document.pointer(reference.trim_start_matches('#')).expect("it is in the document")
        }
        None => value,
    }
}

fn validator(document: &Value, schema: &Value) -> Validator {
    let schema = json!({ "allOf": [schema], "components": document["components"] });
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a JSON Schema")
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;

    use super::*;

    fn answer(status: u16) -> Answer {
        Answer { status, headers: HeaderMap::new(), body: Value::Null, bytes: Vec::new() }
    }

    #[test]
    fn a_path_is_of_the_operation_that_a_router_would_choose() {
        let names = |path: &str| -> Vec<_> {
            at_path(path).iter().map(|operation| operation.name).collect()
        };
        assert_eq!(names("/api/v1/blog/bulk"), ["list_posts"]);
        assert_eq!(names("/api/v1/blog/7"), ["read_post", "delete_post"]);
        assert_eq!(names("/api/v1/user/sessions/7"), ["end_session"]);
        for path in ["/api/v1/blog/", "/api/v1/blog/7/", "/api/v1/blog/7/comments", "/"] {
            assert!(names(path).is_empty(), "{path}");
        }
    }

    #[test]
    #[should_panic(expected = "no operation answers GET /api/v1/blog/7/comments")]
    fn what_no_operation_answers_is_found_out() {
        assert_declared(&Method::GET, "/api/v1/blog/7/comments", &answer(200));
    }

    #[test]
    #[should_panic(expected = "read_post does not declare the status")]
    fn a_status_that_is_not_declared_is_found_out() {
        assert_declared(&Method::GET, "/api/v1/blog/7", &answer(418));
    }
}
