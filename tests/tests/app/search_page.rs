//! The page `/search`, and what leads there.

use connectly_tests::App;
use reqwest::StatusCode;
use serde_json::json;

use crate::{
    reader_pages::{assert_has, page, public, publish},
    site::{get, header},
};

#[tokio::test]
async fn it_is_complete_without_a_script() {
    let app = public().await;
    let ada = app.sign_up("Ada").await;
    let change = json!({"name": "Ada <Lovelace>", "handle": "ada"});
    ada.patch("/api/v1/user/me", change).await.assert_success(200);
    publish(
        &ada,
        json!({
            "title": "Looms & <engines>",
            "content": "They *weave* `<b>patterns</b>` & more.",
            "tags": ["Weaving"],
        }),
    )
    .await;
    ada.create_draft("Secret looms").await;
    let html = page(&app, "/search?q=loo+weave").await;
    assert_has(
        &html,
        &[
            "<title>Search for loo weave – Connectly</title>",
            "<meta name=\"robots\" content=\"noindex\">",
            "<form class=\"search-form\" role=\"search\" action=\"/search\">",
            "name=\"q\" value=\"loo weave\"",
        ],
    );
    assert_has(&html, &["Nothing found"]);
    let html = page(&app, "/search?q=weave%20loo").await;
    assert_has(
        &html,
        &[
            "<a href=\"/@ada/looms-engines\"><mark>Looms</mark> &amp; &lt;engines&gt;</a>",
            "They <mark>weave</mark>",
            " min read",
            "href=\"/tag/weaving\"",
        ],
    );
    assert!(!html.contains("Secret") && !html.contains("rel=\"canonical\""), "{html}");
    assert_eq!(html.matches("<h1").count(), 1, "{html}");
    let html = page(&app, "/search?q=lovelace").await;
    assert_has(&html, &["href=\"/@ada\"", "Ada &lt;Lovelace&gt;", "@ada"]);
    assert_has(&page(&app, "/").await, &["href=\"/search\" aria-label=\"Search\""]);
}

#[tokio::test]
async fn later_pages_have_the_rest() {
    let app = public().await;
    let ada = app.sign_up("ada").await;
    for number in 0..12 {
        ada.create_post(&format!("Post {number} of ada")).await;
    }
    let html = page(&app, "/search?q=%22of+ada%22").await;
    assert_eq!(html.matches("<article").count(), 10, "{html}");
    let (_, rest) = html.split_once("rel=\"next\" href=\"").unwrap();
    let (next, _) = rest.split_once('"').unwrap();
    let html = page(&app, &next.replace("&amp;", "&")).await;
    assert_eq!(html.matches("<article").count(), 2, "{html}");
    assert_has(&html, &["href=\"/search?q=%22of%20ada%22\">First results</a>"]);
    assert!(!html.contains("rel=\"next\"") && !html.contains("class=\"found-author"), "{html}");
}

#[tokio::test]
async fn what_cannot_be_looked_for_has_a_plain_answer() {
    let app = public().await;
    for path in ["/search", "/search?q=", "/search?q=+%00", "/search?other=1", "/search/?q="] {
        let html = page(&app, path).await;
        assert_has(&html, &["<h1 class=\"page-title\">Search</h1>", "autofocus"]);
        assert!(!html.contains("Nothing found"), "{path}: {html}");
    }
    for query in ["%22", "-", "or+-x", "%22%22%22", "-%3C%3E%26", "%E2%80%8D", "%F0%9F%91%A9"] {
        assert_has(&page(&app, &format!("/search?q={query}")).await, &["Nothing found"]);
    }
    // What isn't UTF-8 has no letters.
    assert_has(&page(&app, "/search?q=%FF%FE").await, &["Nothing found"]);
    let long = format!("/search?q={}", "tag+".repeat(10_000));
    for path in [long.as_str(), "/search?q=a&q=b"] {
        let response = get(&app, path).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(header(response.headers(), "cache-control"), "private, no-store");
        assert_has(&response.text().await.unwrap(), &["at most 200 characters", "Search again"]);
    }
    let before = page(&app, "/search?q=a&before=nonsense").await;
    assert_has(&before, &["Nothing found"]);
}

#[tokio::test]
async fn shared_caches_may_keep_it_for_a_moment() {
    let app = public().await;
    let response = get(&app, "/search?q=looms").await;
    let caching = header(response.headers(), "cache-control");
    assert!(caching.starts_with("public, max-age=0, s-maxage=60"), "{caching}");
}

#[tokio::test]
async fn browsers_and_search_engines_learn_of_it() {
    let app = public().await;
    let base = app.base().as_str().trim_end_matches('/').to_owned();
    let front = page(&app, "/").await;
    let link = "<link rel=\"search\" type=\"application/opensearchdescription+xml\" \
                title=\"Connectly\" href=\"/opensearch.xml\">";
    let target = format!("\"target\":\"{base}/search?q={{question}}\"");
    assert_has(&front, &[link, "\"@type\":\"WebSite\"", &target]);
    let response = get(&app, "/opensearch.xml").await;
    let media_type = "application/opensearchdescription+xml";
    assert_eq!(header(response.headers(), "content-type"), media_type);
    let xml = response.text().await.unwrap();
    assert_has(&xml, &[&format!("template=\"{base}/search?q={{searchTerms}}\"")]);
}

#[tokio::test]
async fn where_reading_needs_an_account_it_is_the_apps() {
    let app = App::start().await;
    let html = page(&app, "/search?q=looms").await;
    assert!(html.contains("<div id=\"root\">") && !html.contains("search-form"), "{html}");
    assert!(!html.contains("opensearch"), "{html}");
    assert_eq!(get(&app, "/opensearch.xml").await.status(), StatusCode::NOT_FOUND);
}
