//! `GET` of a file of the frontend.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use connectly_service::{App, Error, IfNoneMatch, Result};
use http::{
    HeaderMap, HeaderValue, StatusCode, Uri,
    header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, VARY},
};

use crate::{encoding::accepted, head::Head, read_page, site};

/// Files in this folder have a hash of their content in their names.
const ASSETS: &str = "/assets/";

/// A file; the app's own page of what is not there where a person asks for a page.
pub async fn read_file(
    State(app): State<App>,
    uri: Uri,
    condition: IfNoneMatch,
    headers: HeaderMap,
) -> Result<Response> {
    let path = uri.path();
    let Some(media_type) = media_type(path) else {
        let head = Head::of_the_site(app.public_reads());
        return read_page::answer(&head, StatusCode::NOT_FOUND, &condition);
    };
    if !is_public(path) {
        return Err(Error::NotFound);
    }
    answer(path, media_type, &condition, &headers)
}

/// The API's reference.
pub async fn read_docs(condition: IfNoneMatch, headers: HeaderMap) -> Result<Response> {
    answer("/docs.html", "text/html; charset=utf-8", &condition, &headers)
}

fn answer(
    path: &str,
    media_type: &'static str,
    condition: &IfNoneMatch,
    headers: &HeaderMap,
) -> Result<Response> {
    let (bytes, encoding) = read(path, headers)?;
    let etag = site::etag(&bytes);
    let is_known = condition.matches(&etag);
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, HeaderValue::from_static(media_type))], bytes).into_response()
    };
    let caching =
        if path.starts_with(ASSETS) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = response.headers_mut();
    headers.insert(ETAG, etag);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding
        && !is_known
    {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Ok(response)
}

/// The file in the best form that the client can read and that was built, with its encoding.
fn read(path: &str, headers: &HeaderMap) -> Result<(Vec<u8>, Option<&'static str>)> {
    for (encoding, ending) in accepted(headers) {
        if let Some(bytes) = site::read(&format!("{path}{ending}"))? {
            return Ok((bytes, Some(encoding)));
        }
    }
    Ok((site::read(path)?.ok_or(Error::NotFound)?, None))
}

/// Whether a path can name a file that is meant to be fetched: no pages, which have paths of
/// their own, nothing hidden, and no way out.
fn is_public(path: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    path.bytes().all(is_plain)
        && !path.ends_with(".html")
        && !path.split('/').any(|segment| segment.starts_with('.'))
}

/// By the ending of the name; `None` where there is none, as in the path of a page.
fn media_type(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next()?;
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "map" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    })
}
