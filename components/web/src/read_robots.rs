//! `GET /robots.txt`: what search engines may fetch (RFC 9309).

use axum::{extract::State, response::Response};
use connectly_service::{App, IfNoneMatch, PublicUrl};

use crate::{read_sitemap, text_file};

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

/// The rules for crawlers and, where they may read, all addresses.
pub async fn read_robots(
    State(app): State<App>,
    url: PublicUrl,
    condition: IfNoneMatch,
) -> Response {
    if !app.public_reads() {
        return text_file::answer(RULES.to_owned(), &condition);
    }
    let sitemap = url.at(read_sitemap::INDEX);
    text_file::answer(format!("{RULES}\nSitemap: {sitemap}\n"), &condition)
}
