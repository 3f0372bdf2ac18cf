//! Chooses among the encodings in which files were built.

use connectly_service::header_members;
use http::{HeaderMap, header::ACCEPT_ENCODING};

/// The content codings and the extensions of their files, the smaller first.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// Those that the client accepts (RFC 9110, section 12.5.3), best first.
pub fn accepted(headers: &HeaderMap) -> impl Iterator<Item = (&'static str, &'static str)> {
    ENCODINGS.into_iter().filter(|(encoding, _)| accepts(headers, encoding))
}

fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let mut any_other = false;
    for choice in header_members(headers, &ACCEPT_ENCODING, b',') {
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
