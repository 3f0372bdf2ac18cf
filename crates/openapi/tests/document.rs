//! The document against what it is made from, and against itself.

use connectly_types::{Field, GROUPS, OPERATIONS, Shape};
use expect_test::expect_file;
use serde_json::{Value, json};

fn document() -> Value {
    connectly_openapi::document()
}

/// The schema with all that it refers to.
fn validator(document: &Value, schema: &Value) -> jsonschema::Validator {
    let schema = json!({ "allOf": [schema], "components": document["components"] });
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a JSON Schema")
}

/// Every `{schema, example}` pair below `value`.
fn examples<'a>(value: &'a Value, found: &mut Vec<(&'a Value, &'a Value)>) {
    if let (Some(schema), Some(example)) = (value.get("schema"), value.get("example")) {
        found.push((schema, example));
    }
    match value {
        Value::Object(members) => members.values().for_each(|member| examples(member, found)),
        Value::Array(items) => items.iter().for_each(|item| examples(item, found)),
        _ => {}
    }
}

#[test]
fn it_is_checked_in_as_it_is_made() {
    expect_file!["../../../docs/openapi.json"].assert_eq(&connectly_openapi::text());
}

#[test]
fn its_operations_are_listed_in_the_documentation() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api.md");
    let mut text = std::fs::read_to_string(file).unwrap();
    for group in GROUPS {
        let begin = format!("<!-- operations of {} -->\n", group.component);
        let (before, rest) = text.split_once(&begin).expect("a place for the table");
        let (_, after) = rest.split_once("<!-- end -->").expect("an end of the table");
        let table = connectly_openapi::table(group.component);
        text = format!("{before}{begin}\n{table}\n<!-- end -->{after}");
    }
    expect_file!["../../../docs/api.md"].assert_eq(&text);
}

#[test]
fn a_body_has_the_fields_that_the_server_reads() {
    let document = document();
    let bodies: Vec<Shape> = OPERATIONS.iter().filter_map(|operation| operation.body).collect();
    assert!(!bodies.is_empty());
    for body in bodies {
        let schema = &document["components"]["schemas"][body.name];
        let names = |fields: &mut dyn Iterator<Item = &Field>| {
            json!(fields.map(|field| field.name).collect::<Vec<_>>())
        };
        let properties: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
        assert_eq!(json!(properties), names(&mut body.fields.iter()), "{}", body.name);
        // Absent where none is.
        let required = schema.get("required").cloned().unwrap_or_else(|| json!([]));
        assert_eq!(
            required,
            names(&mut body.fields.iter().filter(|field| field.required)),
            "{}",
            body.name
        );
    }
}

#[test]
fn every_schema_is_a_json_schema() {
    let document = document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(jsonschema::meta::is_valid(schema), "{name}");
        validator(&document, schema);
    }
}

#[test]
fn every_example_is_valid() {
    let document = document();
    let mut found = Vec::new();
    examples(&document, &mut found);
    assert!(found.len() > OPERATIONS.len());
    for (schema, example) in found {
        let errors: Vec<_> = validator(&document, schema)
            .iter_errors(example)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{example}: {errors:?}");
    }
}

#[test]
fn every_text_is_for_people() {
    let text = connectly_openapi::text();
    for code in ["crate::", "[`", "uint", "_MAX", "_MIN"] {
        assert!(!text.contains(code), "{code}");
    }
}
