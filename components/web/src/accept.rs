//! Which form of an answer a client prefers.

use connectly_service::header_members;
use http::{HeaderMap, header::ACCEPT};

/// Whether a client asks for a page (RFC 9110, section 12.5.1), as browsers do for typed addresses
/// and followed links: it accepts HTML and prefers nothing else.
pub fn prefers_html(headers: &HeaderMap) -> bool {
    let mut html = 0.0_f32;
    let mut others = 0.0_f32;
    let mut anything = 0.0_f32;
    for choice in header_members(headers, &ACCEPT, b',') {
        let mut parts = choice.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(weight).unwrap_or(1.0);
        match media_type.as_str() {
            "text/html" | "text/*" | "application/xhtml+xml" => html = html.max(weight),
            "application/json" | "application/problem+json" => others = others.max(weight),
            "*/*" => anything = anything.max(weight),
            _ => {}
        }
    }
    html > others && html >= anything
}

/// A weight such as `q=0.8`, from 0 to 1.
fn weight(parameter: &str) -> Option<f32> {
    let (name, value) = parameter.split_once('=')?;
    let weight = value.trim().parse::<f32>().ok()?;
    (name.trim().eq_ignore_ascii_case("q") && (0.0..=1.0).contains(&weight)).then_some(weight)
}
