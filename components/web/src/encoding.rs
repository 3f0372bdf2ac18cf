//! Which of the encodings that files are built in a client can read.

use connectly_service::header_members;
use http::{HeaderMap, header::ACCEPT_ENCODING};

/// By content coding and the ending of its files, the smaller first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Those that the client accepts (RFC 9110, section 12.5.3), best first.
pub fn accepted(headers: &HeaderMap) -> impl Iterator<Item = (&'static str, &'static str)> {
    ENCODINGS.into_iter().filter(|(encoding, _)| accepts(headers, encoding))
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    for choice in header_members(headers, &ACCEPT_ENCODING, b',') {
        let (name, weight) = choice.split_once(';').unwrap_or((choice, ""));
        if name.trim().eq_ignore_ascii_case(encoding) {
            return !is_zero(weight);
        }
    }
    false
}

/// Whether a weight such as `q=0.0` refuses.
fn is_zero(weight: &str) -> bool {
    let number = weight.trim().strip_prefix("q=").and_then(|number| number.parse::<f32>().ok());
    number == Some(0.0)
}
