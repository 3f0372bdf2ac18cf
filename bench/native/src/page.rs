//! The page of a post: the component's statement, its built page, its headers and its compression.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    HOST, LAST_MODIFIED, REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::de::DeserializeOwned;

use crate::database::{Error, FoundPage, json};
use crate::template::{self, Author, Post};

const HEADERS: [(HeaderName, &str); 8] = [
    (
        CACHE_CONTROL,
        "public, max-age=0, s-maxage=60, stale-while-revalidate=60, stale-if-error=3600",
    ),
    (CONTENT_TYPE, "text/html; charset=utf-8"),
    (VARY, "Accept-Encoding"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// The page that the frontend's build has made, around what differs. It's read once.
pub struct Built {
    before_head: String,
    before_body: String,
    end: String,
    policy: HeaderValue,
}

impl Built {
    pub fn read(file: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        Self::of(&text).with_context(|| format!("{} is no page for readers", file.display()))
    }

    fn of(text: &str) -> Option<Self> {
        let (hashes, page) = text.split_once('\n')?;
        let hashes = hashes.strip_prefix("<!-- style:")?.strip_suffix(" -->")?;
        let (style, script) = hashes.split_once(" script:")?;
        let (before_head, rest) = page.split_once("<!-- page:begin -->")?;
        let (_, rest) = rest.split_once("<!-- page:end -->")?;
        let (before_body, rest) = rest.split_once("<!-- body:begin -->")?;
        let (_, end) = rest.split_once("<!-- body:end -->")?;
        let policy = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' '{script}'; \
             worker-src 'self'; style-src 'self' '{style}'; img-src 'self' https: data:; \
             font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
             form-action 'self'; frame-ancestors 'none'"
        );
        Some(Self {
            before_head: before_head.to_owned(),
            before_body: before_body.to_owned(),
            end: end.to_owned(),
            policy: HeaderValue::try_from(policy).ok()?,
        })
    }

    /// The answer with a post, or `None` if there is none.
    pub fn answer(
        &self,
        found: &FoundPage,
        request: &HeaderMap,
    ) -> Result<Option<Response>, Error> {
        let Some(post) = part::<Post>(found.post.as_deref())? else { return Ok(None) };
        let author = part::<Author>(found.author.as_deref())?;
        let others = part::<Vec<Post>>(found.others.as_deref())?.unwrap_or_default();
        let host = request.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let head = template::head(&post, &format!("http://{host}")).into_string();
        let body = template::body(&post, author.as_ref(), &others).into_string();
        let page = [&*self.before_head, &head, &self.before_body, &body, &self.end].concat();
        let tag = etag(page.as_bytes());
        let mut response = if accepts_gzip(request) {
            let compressed =
                gzip(page.as_bytes()).map_err(|error| Error::Failed(error.to_string()))?;
            let headers = [(CONTENT_ENCODING, "gzip".to_owned()), (ETAG, format!("W/{tag}"))];
            (headers, compressed).into_response()
        } else {
            ([(ETAG, tag)], page).into_response()
        };
        let headers = response.headers_mut();
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        headers.insert(CONTENT_SECURITY_POLICY, self.policy.clone());
        headers.extend(modified(&post.updated_at).map(|time| (LAST_MODIFIED, time)));
        Ok(Some(response))
    }
}

fn part<T: DeserializeOwned>(text: Option<&str>) -> Result<Option<T>, Error> {
    text.map(json).transpose()
}

fn etag(page: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    page.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

fn modified(time: &str) -> Option<HeaderValue> {
    let time = humantime::parse_rfc3339(time).ok()?;
    HeaderValue::try_from(httpdate::fmt_http_date(time)).ok()
}

fn accepts_gzip(request: &HeaderMap) -> bool {
    let accepted = request.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| accepted.split(',').any(|one| one.trim() == "gzip"))
}

/// At the component's level.
fn gzip(page: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(page.len() / 3), Compression::new(5));
    encoder.write_all(page)?;
    encoder.finish()
}
