//! `GET /robots.txt`: what search engines may fetch (RFC 9309).

use axum::response::Response;
use connectly_service::IfNoneMatch;

use crate::text_file;

/// Allows everything that a public page needs, and nothing that belongs to one person. The longest
/// matching rule counts. If reading requires an account, crawlers see the sign-in page, and link
/// previews still show the site's name.
const RULES: &str = "\
User-agent: *
Disallow: /publish
Disallow: /edit/
Disallow: /posts
Disallow: /account
Disallow: /signin?
Disallow: /signup?
Disallow: /api/v1/user/
";

/// The rules for crawlers.
pub async fn read_robots(condition: IfNoneMatch) -> Response {
    text_file::answer(RULES, &condition)
}
