//! Compression of answers with gzip, which every client accepts.

use std::io::Write as _;

use axum::body::Body;
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};
use http::{
    HeaderMap, HeaderValue, Method, Response,
    header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, VARY},
};
use http_body_util::{BodyExt as _, Collected};

use crate::header::members;

/// Less doesn't get smaller by an amount that matters, and fits into one packet.
const WORTHWHILE: usize = 1_000;
/// More would take too long: no page and no answer of the API is as long.
const MOST: usize = 8 << 20;

/// Whether a client accepts a content coding (RFC 9110, section 12.5.3).
#[must_use]
pub fn accepts_encoding(headers: &HeaderMap, encoding: &str) -> bool {
    let mut any_other = false;
    for choice in members(headers, &ACCEPT_ENCODING, b',') {
        let (name, weight) = choice.split_once(';').unwrap_or((choice, ""));
        let name = name.trim();
        if name.eq_ignore_ascii_case(encoding) {
            return !is_zero(weight);
        }
        if name == "*" {
            any_other = !is_zero(weight);
        }
    }
    any_other
}

/// Whether a weight such as `q=0.0` refuses.
fn is_zero(weight: &str) -> bool {
    let (name, number) = weight.split_once('=').unwrap_or_default();
    name.trim().eq_ignore_ascii_case("q") && number.trim().parse::<f32>() == Ok(0.0)
}

/// What has to be known of a request to compress its answer.
pub(crate) struct Wishes {
    method: Method,
    accepts_gzip: bool,
}

impl Wishes {
    pub(crate) fn of(method: &Method, headers: &HeaderMap) -> Self {
        Self { method: method.clone(), accepts_gzip: accepts_encoding(headers, "gzip") }
    }

    /// The same answer, compressed if that is worthwhile. Files of the frontend are compressed already.
    ///
    /// Answers to changes stay as they are: they are short, and some have secrets in them, of which the
    /// length of a compressed text could tell something.
    pub(crate) async fn fulfil(self, response: Response<Body>) -> Response<Body> {
        let is_read = matches!(self.method, Method::GET | Method::HEAD);
        if !is_read || !is_text(response.headers()) || is_encoded(response.headers()) {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        if !members(&parts.headers, &VARY, b',')
            .any(|name| name.eq_ignore_ascii_case("accept-encoding"))
        {
            parts.headers.append(VARY, HeaderValue::from_static("Accept-Encoding"));
        }
        if !self.accepts_gzip || self.method == Method::HEAD {
            return Response::from_parts(parts, body);
        }
        // A body in memory doesn't fail.
        let plain = body.collect().await.map(Collected::to_bytes).unwrap_or_default();
        let is_worthwhile = (WORTHWHILE..=MOST).contains(&plain.len());
        let compressed = Some(&plain).filter(|_| is_worthwhile).and_then(gzip);
        let Some(compressed) = compressed else {
            return Response::from_parts(parts, Body::from(plain));
        };
        parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        parts.headers.insert(CONTENT_LENGTH, compressed.len().into());
        weaken_tag(&mut parts.headers);
        Response::from_parts(parts, Body::from(compressed))
    }
}

fn is_encoded(headers: &HeaderMap) -> bool {
    headers.contains_key(CONTENT_ENCODING)
}

fn gzip(plain: &Bytes) -> Option<Bytes> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), Compression::new(5));
    // Writing to memory doesn't fail.
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

fn is_text(headers: &HeaderMap) -> bool {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media_type.is_some_and(|value| {
        let essence = value.split(';').next().unwrap_or_default().trim();
        essence.starts_with("text/") || essence.ends_with("json") || essence.ends_with("xml")
    })
}

/// A strong tag stands for certain bytes, and compressed ones are others.
fn weaken_tag(headers: &mut HeaderMap) {
    let weak = headers
        .get(ETAG)
        .and_then(|tag| tag.to_str().ok())
        .filter(|tag| tag.starts_with('"'))
        .and_then(|tag| HeaderValue::try_from(format!("W/{tag}")).ok());
    headers.extend(weak.map(|tag| (ETAG, tag)));
}
