//! `GET /robots.txt`: what search engines may fetch (RFC 9309).

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use connectly_service::{App, IfNoneMatch, Result};

use crate::text_file;

/// Where everybody may read: all that a public page needs, and not what is one person's alone. The
/// longest rule that fits counts.
const PUBLIC: &str = "\
User-agent: *
Disallow: /publish
Disallow: /edit/
Disallow: /posts
Disallow: /account
Disallow: /signin?
Disallow: /signup?
Disallow: /api/v1/user/
";

/// Where nobody may read without an account: there is nothing to find.
const PRIVATE: &str = "\
User-agent: *
Disallow: /
";

/// The rules for crawlers.
pub async fn read_robots(State(app): State<App>, condition: IfNoneMatch) -> Result<Response> {
    let rules = if app.public_reads() { PUBLIC } else { PRIVATE };
    Ok(text_file::answer(rules, &condition).into_response())
}
