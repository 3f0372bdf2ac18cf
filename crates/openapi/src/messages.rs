//! What the server says of a value that breaks a rule of its schema: `x-messages`, by keyword.

use connectly_types::{
    Cursor, Email, ExportAccountQuery, Fault, Field, Handle, ListPostsQuery, PictureAddress, PostId,
};
use serde_json::{Map, Value};

/// To the schema of a field of a body.
pub(crate) fn add_to_field(field: &Field, schema: &mut Value) {
    let required = field.required.then_some(("required", Fault::Required));
    let kind = ("type", field.kind.fault());
    add(schema, field.name, required.into_iter().chain([kind]));
}

/// To the schema of a query parameter.
///
/// # Panics
/// When its form is a new one.
pub(crate) fn add_to_parameter(name: &str, schema: &mut Value) {
    let kind = match name {
        "limit" => keyword_fault(schema, "minimum").unwrap_or(ListPostsQuery::LIMIT),
        "q" => Fault::Type("a string"),
        "content" => ListPostsQuery::CONTENT,
        "published" => ListPostsQuery::PUBLISHED,
        "tag" | "prefix" => Fault::Tag,
        "format" => ExportAccountQuery::FORMAT,
        _ => pattern_fault(schema).unwrap_or_else(|| panic!("say here what is wrong with {name}")),
    };
    add(schema, name, [("type", kind)].into_iter());
}

fn add(schema: &mut Value, field: &str, known: impl Iterator<Item = (&'static str, Fault)>) {
    let by_keyword = ["minLength", "maxLength", "pattern", "not", "minimum", "maximum", "enum"];
    let known: Vec<_> = known.collect();
    // A text of another type is none of the words either.
    let choice = known.iter().find(|(_, fault)| matches!(fault, Fault::Choice(_)));
    let faults = by_keyword.into_iter().filter_map(|keyword| {
        schema.get(keyword)?;
        let fault = match choice {
            Some((_, choice)) if keyword == "enum" => Some(*choice),
            _ => keyword_fault(schema, keyword),
        };
        Some((keyword, fault?))
    });
    let messages: Map<_, _> = known
        .iter()
        .copied()
        .chain(faults)
        .map(|(keyword, fault)| (keyword.to_owned(), Value::from(fault.of(field).message)))
        .collect();
    schema["x-messages"] = messages.into();
}

fn keyword_fault(schema: &Value, keyword: &str) -> Option<Fault> {
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
    match keyword {
        // One rule, one message: an address that is too long is not an address.
        "maxLength" if schema["pattern"] == Email::PATTERN => Some(Fault::Email),
        "minLength" | "maxLength" => {
            Some(Fault::Length { min: bound("minLength")?, max: bound("maxLength")? })
        }
        "minimum" | "maximum" => {
            Some(Fault::Range { min: bound("minimum")?, max: bound("maximum")? })
        }
        "not" => Some(Fault::Blank),
        _ => pattern_fault(schema),
    }
}

fn pattern_fault(schema: &Value) -> Option<Fault> {
    match schema.get("pattern")?.as_str()? {
        Email::PATTERN => Some(Fault::Email),
        PostId::PATTERN => Some(Fault::Uuid),
        Cursor::PATTERN => Some(Fault::Cursor),
        Handle::PATTERN => Some(Fault::Handle),
        PictureAddress::PATTERN => Some(Fault::Picture),
        _ => Some(Fault::Nul),
    }
}
