//! The JSON Schemas of the types.

use connectly_types::{Parameter, Problem, Shape};
use schemars::{SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use crate::{example, messages, prose};

/// Where the document keeps them.
const PLACE: &str = "/components/schemas";

/// The schemas that are needed so far.
pub(crate) struct Schemas {
    // As they are read and as they are written: in an answer every field is there.
    inputs: SchemaGenerator,
    answers: SchemaGenerator,
    // What `inputs` made, with messages.
    bodies: Map<String, Value>,
}

impl Schemas {
    pub(crate) fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = PLACE.into();
            settings.meta_schema = None;
        });
        let inputs = settings.clone().for_deserialize().into_generator();
        let mut answers = settings.for_serialize().into_generator();
        answers.subschema_for::<Problem>();
        Self { inputs, answers, bodies: Map::new() }
    }

    /// A reference to the schema of a body, which has the server's words for its faults.
    pub(crate) fn input(&mut self, shape: &Shape) -> Value {
        let reference = (shape.schema)(&mut self.inputs).to_value();
        let mut schema = self.inputs.definitions()[shape.name].clone();
        for field in shape.fields {
            messages::add_to_field(field, &mut schema["properties"][field.name]);
        }
        self.bodies.insert(shape.name.to_owned(), schema);
        reference
    }

    /// A reference to the schema of an answer.
    pub(crate) fn answer(&mut self, shape: &Shape) -> Value {
        (shape.schema)(&mut self.answers).to_value()
    }

    /// The parameters of a query: absent or a text, but never null.
    pub(crate) fn query(&mut self, shape: &Shape) -> Vec<Value> {
        (shape.schema)(&mut self.inputs);
        let schema = self.inputs.take_definitions(false)[shape.name].clone();
        let properties = schema["properties"].as_object().cloned().unwrap_or_default();
        let parameter = |(name, mut schema): (String, Value)| {
            without_null(&mut schema);
            messages::add_to_parameter(&name, &mut schema);
            clean(&mut schema);
            let description =
                schema.as_object_mut().and_then(|members| members.remove("description"));
            let mut parameter = json!({
                "name": name, "in": "query", "description": description, "schema": schema,
            });
            if let Some(example) = example::parameter(&name) {
                parameter["example"] = example;
            }
            parameter
        };
        properties.into_iter().map(parameter).collect()
    }

    /// The schema of a parameter in a path.
    pub(crate) fn parameter(&mut self, parameter: &Parameter) -> Value {
        (parameter.schema)(&mut self.inputs).to_value()
    }

    pub(crate) fn into_json(mut self) -> Map<String, Value> {
        let mut schemas = self.bodies;
        schemas.extend(self.answers.take_definitions(true));
        schemas.values_mut().for_each(clean);
        schemas
    }
}

fn without_null(schema: &mut Value) {
    if let Some([kind, Value::String(null)]) = schema["type"].as_array().map(Vec::as_slice)
        && null == "null"
    {
        schema["type"] = kind.clone();
    }
    if let Some(words) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        words.retain(|word| !word.is_null());
    }
}

/// Descriptions for people, and nothing that only Rust knows.
fn clean(schema: &mut Value) {
    prose::clean_descriptions(schema);
    remove_rust(schema);
}

/// Formats of integers, and defaults that say no more than that a field may be absent.
fn remove_rust(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.retain(|keyword, value| match keyword.as_str() {
                "format" => !value.as_str().is_some_and(|format| format.starts_with("uint")),
                "default" => !value.is_null(),
                _ => true,
            });
            members.values_mut().for_each(remove_rust);
        }
        Value::Array(items) => items.iter_mut().for_each(remove_rust),
        _ => {}
    }
}
