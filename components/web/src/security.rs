//! What browsers may do with the site's answers.

use axum::response::Response;
use http::{
    HeaderName, HeaderValue,
    header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS},
};

use crate::inlined::Inlined;

/// Scripts, styles, fonts and data must be our own. Pictures in posts may come from anywhere over
/// https. Nobody may frame the site, and no form may lead elsewhere. The editor's preview is
/// WebAssembly, which `'wasm-unsafe-eval'` allows, and which is one of our own files too. What a page
/// has within itself is allowed by its hash, and nothing else of the kind.
fn policy(inlined: Option<&Inlined>) -> String {
    let hash = |of: &String| format!(" '{of}'");
    let script = inlined.map(|inlined| hash(&inlined.script)).unwrap_or_default();
    let style = inlined.map(|inlined| hash(&inlined.style)).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{script}; worker-src 'self'; \
         style-src 'self'{style}; img-src 'self' https: data:; font-src 'self'; \
         connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    )
}

/// What allows nothing.
const NOTHING: &str = "default-src 'none'";

const HEADERS: [(HeaderName, &str); 5] = [
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "strict-origin-when-cross-origin"),
    // For browsers that do not support frame-ancestors.
    (X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// The same answer with the headers.
pub async fn with_headers(mut response: Response) -> Response {
    let policy = policy(response.extensions().get::<Inlined>());
    // A hash is in letters of ASCII, so it's always a header value.
    let policy = HeaderValue::try_from(policy).unwrap_or(HeaderValue::from_static(NOTHING));
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
