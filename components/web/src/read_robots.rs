//! `GET /robots.txt`: what search engines may fetch (RFC 9309).

use axum::response::Response;
use connectly_service::IfNoneMatch;

use crate::text_file;

/// All that a public page needs, and not what belongs to one person alone. The longest rule that
/// fits counts. Where nobody may read without an account, crawlers meet the sign-in page, and link
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
