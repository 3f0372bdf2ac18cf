//! The groups of operations: one for each component.

use connectly_types::Operation;
use serde_json::{Value, json};

/// The part of the path that names the component; the group's name; what it is about.
const TAGS: &[(&str, &str, &str)] = &[
    ("user", "Accounts", "Accounts and their sessions: sign up, sign in, sign out, leave."),
    ("blog", "Posts", "Posts and drafts: write, read, list, change, delete."),
];

pub(crate) fn all() -> Vec<Value> {
    TAGS.iter()
        .map(|(_, name, description)| json!({ "name": name, "description": description }))
        .collect()
}

/// The group of an operation.
///
/// # Panics
/// When its component has none yet.
pub(crate) fn of(operation: &Operation) -> &'static str {
    let component = operation.path.split('/').nth(3).unwrap_or_default();
    TAGS.iter()
        .find(|(segment, ..)| *segment == component)
        .unwrap_or_else(|| panic!("say in tags.rs what {component} is"))
        .1
}
