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

use crate::{encoding::accepted, not_found, site};

/// Files in this folder have a hash of their content in their names.
const ASSETS: &str = "/assets/";

/// The picture that Apple's devices show on their home screens.
const TOUCH_ICON: &str = "/apple-touch-icon.png";

/// A file, or the app's 404 page if a browser asks for a page.
pub async fn read_file(
    State(app): State<App>,
    uri: Uri,
    condition: IfNoneMatch,
    headers: HeaderMap,
) -> Result<Response> {
    let path = uri.path();
    let Some(media_type) = media_type(path) else { return not_found::page(&app, &condition) };
    let path = if is_touch_icon(path) { TOUCH_ICON } else { path };
    let file = if is_public(path) { answer(path, media_type, &condition, &headers)? } else { None };
    file.map_or_else(|| not_found::answer(&app, &condition, &headers), Ok)
}

/// The API's reference.
pub async fn read_docs(condition: IfNoneMatch, headers: HeaderMap) -> Result<Response> {
    let page = answer("/docs.html", "text/html; charset=utf-8", &condition, &headers)?;
    page.ok_or(Error::NotFound)
}

/// The file at this path, if there is one.
fn answer(
    path: &str,
    media_type: &'static str,
    condition: &IfNoneMatch,
    headers: &HeaderMap,
) -> Result<Option<Response>> {
    let Some((bytes, encoding)) = read(path, headers)? else { return Ok(None) };
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
    Ok(Some(response))
}

/// The file in the best built form that the client can read, with its encoding.
fn read(path: &str, headers: &HeaderMap) -> Result<Option<(Vec<u8>, Option<&'static str>)>> {
    for (encoding, ending) in accepted(headers) {
        if let Some(bytes) = site::read(&format!("{path}{ending}"))? {
            return Ok(Some((bytes, Some(encoding))));
        }
    }
    Ok(site::read(path)?.map(|bytes| (bytes, None)))
}

/// Older devices ask for the picture in a certain size, or without effects:
/// `/apple-touch-icon-120x120-precomposed.png`.
fn is_touch_icon(path: &str) -> bool {
    let rest = path.strip_prefix("/apple-touch-icon").and_then(|rest| rest.strip_suffix(".png"));
    rest.is_some_and(|rest| {
        let size = rest.strip_suffix("-precomposed").unwrap_or(rest);
        size.bytes().all(|byte| b"-0123456789x".contains(&byte))
    })
}

/// Whether a path can name a public file: not a page, which has its own path, nothing hidden, and
/// nothing outside the folder.
fn is_public(path: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte);
    path.bytes().all(is_plain)
        && !path.ends_with(".html")
        && !path.split('/').any(|segment| segment.starts_with('.'))
}

/// By the name's extension; `None` if it has none, as in the path of a page.
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
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => "application/octet-stream",
    })
}
