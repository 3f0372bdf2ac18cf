//! Feeds and the sitemap: what programs read.

use std::{
    collections::HashSet,
    str::FromStr as _,
    time::{Duration, Instant},
};

use connectly_tests::App;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::{
    reader_pages::{assert_has, public, publish, redirect},
    site::{get, header},
};

async fn file(app: &App, path: &str, media_type: &str) -> String {
    let response = get(app, path).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    assert_eq!(header(response.headers(), "content-type"), media_type, "{path}");
    assert_has(header(response.headers(), "cache-control"), &["public, ", "s-maxage=300"]);
    response.text().await.unwrap()
}

/// Whether a text has a character that XML can't have.
fn has_controls(text: &str) -> bool {
    text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\t'))
}

#[tokio::test]
async fn every_feed_has_the_whole_text_with_complete_addresses() {
    let app = public().await;
    let ada = app.sign_up("ada").await;
    ada.patch("/api/v1/user/me", json!({"name": "Ada <&>"})).await.assert_status(200);
    let path = publish(
        &ada,
        json!({
            "title": "Looms & \u{202E}engines <b>",
            "content": "# Start\n\n[Ada](/@ada) says `href=\"/x\"`. [There](#start) & [^1]\n\n[^1]: A note.",
            "tags": ["Looms"],
        }),
    )
    .await;
    let site = app.base().as_str().trim_end_matches('/').to_owned();
    for page in ["", "/@ada", "/tag/looms"] {
        let atom = file(&app, &format!("{page}/feed.atom"), "application/atom+xml").await;
        let feed = atom_syndication::Feed::from_str(&atom).expect(&atom);
        assert!(feed.links().iter().any(|link| {
            link.rel() == "self" && link.href() == format!("{site}{page}/feed.atom")
        }));
        let [entry] = feed.entries() else { panic!("{atom}") };
        assert_eq!(entry.title().as_str(), "Looms & \u{202E}engines <b>");
        assert_eq!(entry.links()[0].href(), format!("{site}{path}"));
        assert_eq!(entry.authors()[0].name(), "Ada <&>");
        assert!(entry.id().starts_with("urn:uuid:"));
        assert_eq!(entry.published().copied(), Some(*feed.updated()));
        let content = entry.content().and_then(|content| content.value()).unwrap();
        assert_has(
            content,
            &[
                &format!("<a href=\"{site}/@ada\""),
                &format!("href=\"{site}{path}#user-content-start\""),
                "<code>href=&quot;/x&quot;</code>",
            ],
        );
        assert!(!content.contains("=\"#") && !content.contains("=\"/"), "{content}");

        let rss = file(&app, &format!("{page}/feed.rss"), "application/rss+xml").await;
        let channel = rss::Channel::read_from(rss.as_bytes()).expect(&rss);
        rss::validation::Validate::validate(&channel).expect(&rss);
        let [item] = channel.items() else { panic!("{rss}") };
        assert_eq!(item.content().map(str::trim), Some(content.trim()));
        assert_eq!(item.title(), Some("Looms & \u{202E}engines <b>"));

        let text = file(&app, &format!("{page}/feed.json"), "application/feed+json").await;
        let feed: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["feed_url"], format!("{site}{page}/feed.json"));
        assert_eq!(feed["items"][0]["content_html"], content);
        assert_eq!(feed["items"][0]["url"], format!("{site}{path}"));
        assert_eq!(feed["items"][0]["authors"][0]["url"], format!("{site}/@ada"));
    }
}

#[tokio::test]
async fn a_feed_is_well_formed_whatever_is_in_it() {
    let app = public().await;
    let ada = app.sign_up("Ada").await;
    publish(&ada, json!({"title": "x", "content": "y"})).await;
    let odd = "update posts set title = E'a\\u0001\\u0008\\u000b\\u001fb\\uFFFE ]]> &amp;', \
        content = E'c\\u0002 ]]> d', summary_revision = 0";
    app.database().db_execute(odd).await;
    for (path, media_type) in
        [("/feed.atom", "application/atom+xml"), ("/feed.rss", "application/rss+xml")]
    {
        let text = file(&app, path, media_type).await;
        assert!(!has_controls(&text), "{text:?}");
        assert_has(&text, &["ab ]]&gt; &amp;amp;"]);
    }
    let atom = file(&app, "/feed.atom", "application/atom+xml").await;
    let feed = atom_syndication::Feed::from_str(&atom).expect(&atom);
    assert_eq!(feed.entries()[0].title().as_str(), "ab ]]> &amp;");
}

#[tokio::test]
async fn a_feed_without_posts_is_valid_too() {
    let app = public().await;
    let atom = file(&app, "/feed.atom", "application/atom+xml").await;
    assert!(atom_syndication::Feed::from_str(&atom).expect(&atom).entries().is_empty());
    let rss = file(&app, "/feed.rss", "application/rss+xml").await;
    rss::validation::Validate::validate(&rss::Channel::read_from(rss.as_bytes()).expect(&rss))
        .expect(&rss);
}

#[tokio::test]
async fn a_feed_follows_its_page() {
    let app = public().await;
    let ada = app.sign_up("Ada").await;
    ada.create_post("First").await;
    ada.patch("/api/v1/user/me", json!({"handle": "countess"})).await.assert_status(200);
    assert_eq!(redirect(&app, "/@ada/feed.rss").await, "/@countess/feed.rss");
    for none in ["/@nobody/feed.atom", "/tag/nothing/feed.json", "/tag/%FF/feed.rss"] {
        assert_eq!(get(&app, none).await.status(), StatusCode::NOT_FOUND, "{none}");
    }
    let private = App::start().await;
    for none in ["/feed.atom", "/feed.rss", "/feed.json", "/sitemap.xml", "/sitemap/1.xml"] {
        assert_eq!(get(&private, none).await.status(), StatusCode::NOT_FOUND, "{none}");
    }
}

#[tokio::test]
async fn the_sitemap_has_every_address_in_parts() {
    let app = public().await;
    let ada = app.sign_up("Ada").await;
    let bob = app.sign_up("Bob").await;
    bob.create_draft("Secret").await;
    let many = format!(
        "insert into posts (id, author_id, title, content, published)
        select gen_random_uuid(), '{}', 'Post ' || number, 'x', true
        from generate_series(1, 5001) as number",
        ada.id()
    );
    app.database().db_execute(&many).await;
    let site = app.base().as_str().trim_end_matches('/').to_owned();
    let index = file(&app, "/sitemap.xml", "application/xml").await;
    let parts: Vec<_> = locations(&index).collect();
    assert_eq!(parts, ["1", "2", "authors-1"].map(|part| format!("{site}/sitemap/{part}.xml")));
    let mut found = Vec::new();
    for part in parts {
        let text = file(&app, part.strip_prefix(&site).unwrap(), "application/xml").await;
        found.extend(locations(&text).map(str::to_owned).collect::<Vec<_>>());
    }
    assert_eq!(found.len(), 5_001 + 2 + 1);
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), 5_001 + 2 + 1, "each stands there once");
    for address in ["/", "/archive", "/@ada", "/@ada/post-1", "/@ada/post-5001"] {
        assert!(found.contains(&format!("{site}{address}")), "{address}");
    }
    for none in ["0", "3", "01", "x", "authors-2", "1.xml"] {
        let path = format!("/sitemap/{none}.xml");
        assert_eq!(get(&app, &path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(get(&app, "/sitemap/1").await.status(), StatusCode::NOT_FOUND);
    let robots = get(&app, "/robots.txt").await.text().await.unwrap();
    assert_has(&robots, &[&format!("Sitemap: {site}/sitemap.xml\n")]);
}

#[tokio::test]
async fn the_sitemap_is_complete_with_200_000_posts() {
    const POSTS: usize = 200_000;
    let app = public().await;
    let ada = app.sign_up("Ada").await;
    // What the triggers would do row by row isn't needed here.
    let many = format!(
        "alter table posts disable trigger user;
        insert into posts
            (id, author_id, title, content, published, created_at, published_at, slug)
        select gen_random_uuid(), '{}', 'x', 'x', true, time, time, 'post-' || number
        from (
            select number, timestamptz '2026-01-01 00:00:00Z' + number * interval '1 second'
            from generate_series(1, {POSTS}) as number
        ) as made (number, time);
        alter table posts enable trigger user;
        analyze posts",
        ada.id()
    );
    app.database().db_execute(&many).await;
    let site = app.base().as_str().trim_end_matches('/').to_owned();
    let index = file(&app, "/sitemap.xml", "application/xml").await;
    let mut found = HashSet::new();
    let mut slowest = Duration::ZERO;
    for part in locations(&index) {
        let begin = Instant::now();
        let text = file(&app, part.strip_prefix(&site).unwrap(), "application/xml").await;
        slowest = slowest.max(begin.elapsed());
        let addresses = locations(&text).count();
        assert!(
            (1..=50_000).contains(&addresses) && text.len() < 50_000_000,
            "{part}: {addresses}"
        );
        for address in locations(&text) {
            assert!(found.insert(address.to_owned()), "{address} is there twice");
        }
    }
    assert_eq!(found.len(), POSTS + 3, "the front page, the archive, and Ada's page");
    assert!((1..=POSTS).all(|number| found.contains(&format!("{site}/@ada/post-{number}"))));
    println!("{} parts, the slowest after {slowest:?}", locations(&index).count());
    assert!(slowest < Duration::from_secs(3), "the slowest part took {slowest:?}");
}

fn locations(xml: &str) -> impl Iterator<Item = &str> {
    xml.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next())
}

/// What <https://www.jsonfeed.org/version/1.1/> says, of what our feeds have.
fn json_feed() -> Value {
    let text = json!({"type": "string", "minLength": 1});
    let address = json!({"type": "string", "pattern": "^https?://[^ ]+$"});
    let time = json!({"type": "string", "pattern": "^[0-9-]{10}T[0-9:.]{8,}Z$"});
    let author = json!({
        "type": "object",
        "properties": {"name": text, "url": address, "avatar": address},
        "minProperties": 1,
        "additionalProperties": false,
    });
    let item = json!({
        "type": "object",
        "required": ["id", "content_html"],
        "properties": {
            "id": text,
            "url": address,
            "title": text,
            "summary": {"type": "string"},
            "content_html": {"type": "string"},
            "image": address,
            "date_published": time,
            "date_modified": time,
            "tags": {"type": "array", "items": text},
            "authors": {"type": "array", "items": author},
        },
        "additionalProperties": false,
    });
    json!({
        "type": "object",
        "required": ["version", "title", "items"],
        "properties": {
            "version": {"const": "https://jsonfeed.org/version/1.1"},
            "title": text,
            "description": text,
            "home_page_url": address,
            "feed_url": address,
            "items": {"type": "array", "items": item},
        },
        "additionalProperties": false,
    })
}

#[tokio::test]
async fn a_json_feed_follows_its_specification() {
    let app = public().await;
    let ada = app.sign_up("Ada").await;
    let schema = jsonschema::validator_for(&json_feed()).unwrap();
    for post in [
        json!({"title": "x", "content": "y", "tags": ["z"]}),
        json!({"title": "z", "content": "y"}),
    ] {
        publish(&ada, post).await;
        let text = file(&app, "/feed.json", "application/feed+json").await;
        let feed: Value = serde_json::from_str(&text).unwrap();
        let faults: Vec<_> = schema.iter_errors(&feed).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?} in {text}");
    }
    assert!(!schema.is_valid(&json!({"version": "1", "title": "x", "items": []})));
}
