//! Parameters of queries.

use crate::{Fault, FieldError};

/// Reads one parameter, or notes what is wrong with it.
pub(crate) fn read<T>(
    errors: &mut Vec<FieldError>,
    name: &str,
    fault: Fault,
    text: Option<String>,
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let text = text?;
    let value = parse(&text);
    if value.is_none() {
        errors.push(fault.of(name));
    }
    value
}
