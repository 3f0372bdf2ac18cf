//! The addresses of readers' pages.

use std::fmt::Write as _;

use axum::extract::{Path, rejection::PathRejection};
use connectly_types::Cursor;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::paths;

/// What RFC 3986 leaves unreserved, and therefore never needs to be encoded.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as a path's segment, or as a value in a query.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, SEGMENT).to_string()
}

/// An author's page.
pub fn of_author(handle: &str) -> String {
    paths::AUTHOR.replace("{handle}", &encoded(handle))
}

/// A post's page.
pub fn of_post(handle: &str, slug: &str) -> String {
    paths::ARTICLE.replace("{handle}", &encoded(handle)).replace("{slug}", &encoded(slug))
}

/// The page of the posts with a tag, which its normal form stands for.
pub fn of_tag(key: &str) -> String {
    paths::TAG.replace("{tag}", &encoded(key))
}

/// The page of a month such as `2026-11`.
pub fn of_month(month: &str) -> String {
    let (year, month) = month.split_once('-').unwrap_or((month, ""));
    paths::MONTH.replace("{year}", year).replace("{month}", month)
}

/// The feed of a page, in a format such as `atom`.
pub fn of_feed(page: &str, format: &str) -> String {
    format!("{}/feed.{format}", page.trim_end_matches('/'))
}

/// A page of a list, which begins after a place.
pub fn with_cursor(path: &str, cursor: Option<Cursor>) -> String {
    let mut address = path.to_owned();
    if let Some(cursor) = cursor {
        // Writing to a string does not fail.
        let _ = write!(address, "?before={cursor}");
    }
    address
}

/// The place in an address's query: what [`with_cursor`] wrote. Anything else is the beginning.
pub fn cursor_in(query: Option<&str>) -> Option<Cursor> {
    Cursor::parse(value_in(query, "before")?)
}

/// The first value with this name in a query, as it was sent.
pub fn value_in<'a>(query: Option<&'a str>, name: &str) -> Option<&'a str> {
    let mut pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.find_map(|(key, value)| (key == name).then_some(value))
}

/// A parameter of a path; `None` if no address of ours has it: if it isn't UTF-8, longer than any, or
/// something that Postgres can't hold.
pub fn segment(parameter: Result<Path<String>, PathRejection>) -> Option<String> {
    parameter.ok().map(|Path(text)| text).filter(|text| is_plain(text))
}

/// The same for two.
pub fn segments(
    parameters: Result<Path<(String, String)>, PathRejection>,
) -> Option<(String, String)> {
    let both = parameters.ok().map(|Path(both)| both);
    both.filter(|(one, other)| is_plain(one) && is_plain(other))
}

fn is_plain(text: &str) -> bool {
    text.len() <= 1_000 && !text.contains('\0')
}
