//! The answer with a page for readers: the same for everybody, so that any cache may keep it.

use axum::{
    Extension,
    response::{IntoResponse as _, Response},
};
use connectly_service::{Error, IfNoneMatch, Result};
use http::{
    HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, LAST_MODIFIED},
};
use maud::Markup;

use crate::{
    date, frame,
    head::Head,
    inlined::{self, Inlined},
    site,
};

/// The built page without its head and body.
const PAGE: &str = "/reader.html";
const BEGIN: &str = "<!-- body:begin -->";
const END: &str = "<!-- body:end -->";

/// Browsers ask each time, because an author wants to see a change at once. Shared caches ask once a
/// minute, and may show what they have for another minute meanwhile, or for an hour while there is no
/// answer. `docs/operations.md` promises this.
const CACHING: HeaderValue = HeaderValue::from_static(
    "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=3600",
);
/// Feeds and lists for robots, which need no change at once.
const CACHING_FOR_ROBOTS: HeaderValue = HeaderValue::from_static(
    "public, max-age=300, s-maxage=300, stale-while-revalidate=300, stale-if-error=86400",
);
/// What isn't there may be there soon.
const CACHING_OF_NOTHING: HeaderValue = HeaderValue::from_static("public, max-age=0, s-maxage=10");

/// A page at this path.
pub fn page(head: &Head, main: &Markup, path: &str, condition: &IfNoneMatch) -> Result<Response> {
    let (html, inlined) = document(head, main, path)?;
    let mut response = answer(html, "text/html; charset=utf-8", CACHING, condition);
    // With 304 too: a browser replaces the policy that it has kept.
    response.extensions_mut().insert(inlined);
    Ok(response)
}

/// A page that no cache may keep.
pub fn private_page(status: StatusCode, head: &Head, main: &Markup) -> Result<Response> {
    let (html, inlined) = document(head, main, "")?;
    let headers = [
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
    ];
    Ok((status, headers, Extension(inlined), html).into_response())
}

/// A file for programs, whose newest part is of this time.
pub fn file(
    text: String,
    media_type: &'static str,
    modified: Option<&str>,
    condition: &IfNoneMatch,
) -> Response {
    let mut response = answer(text, media_type, CACHING_FOR_ROBOTS, condition);
    if let Some(time) = modified.and_then(header_value) {
        response.headers_mut().insert(LAST_MODIFIED, time);
    }
    response
}

/// The same answer, which a shared cache may keep as long as a page.
pub fn shared(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, CACHING);
    response
}

/// The same answer, which a shared cache may keep for a moment.
pub fn shared_briefly(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, CACHING_OF_NOTHING);
    response
}

/// The same answer with the time of its last change.
pub fn modified(mut response: Response, time: &str) -> Response {
    response.headers_mut().extend(header_value(time).map(|time| (LAST_MODIFIED, time)));
    response
}

/// A text with this caching, unless the client has it already.
pub fn answer(
    text: String,
    media_type: &'static str,
    caching: HeaderValue,
    condition: &IfNoneMatch,
) -> Response {
    let etag = site::etag(text.as_bytes());
    let is_known = condition.matches(&etag);
    let headers = [(CACHE_CONTROL, caching), (ETAG, etag)];
    if is_known {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let media_type = HeaderValue::from_static(media_type);
    (headers, [(CONTENT_TYPE, media_type)], text).into_response()
}

fn document(head: &Head, main: &Markup, path: &str) -> Result<(String, Inlined)> {
    let built = site::read_page(PAGE)?;
    let (inlined, page) = inlined::split(&built)?;
    let page = head.insert_into(page)?;
    let missing = || Error::internal("reader.html lacks the markers body:begin and body:end");
    let (before, rest) = page.split_once(BEGIN).ok_or_else(missing)?;
    let (_, after) = rest.split_once(END).ok_or_else(missing)?;
    let html = format!("{before}{}{after}", frame::around(main, path).into_string());
    Ok((html, inlined))
}

fn header_value(time: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(date::http(time)?).ok()
}
