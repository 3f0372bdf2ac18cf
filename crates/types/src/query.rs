//! Parameters of queries.

use crate::{
    Fault, FieldError,
    limits::{PAGE_MAX, PAGE_MIN, SEARCH_PAGE_MAX},
};

/// The fault of an invalid `limit` of a list.
pub(crate) const LIMIT: Fault = Fault::Range { min: PAGE_MIN as u64, max: PAGE_MAX as u64 };

/// The fault of an invalid `limit` of a search.
pub(crate) const SEARCH_LIMIT: Fault =
    Fault::Range { min: PAGE_MIN as u64, max: SEARCH_PAGE_MAX as u64 };

/// How many a page of a list has at most.
pub(crate) fn page_limit(text: &str) -> Option<u32> {
    text.parse().ok().filter(|limit| (PAGE_MIN..=PAGE_MAX).contains(limit))
}

/// How many a page of a search has at most.
pub(crate) fn search_limit(text: &str) -> Option<u32> {
    text.parse().ok().filter(|limit| (PAGE_MIN..=SEARCH_PAGE_MAX).contains(limit))
}

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
