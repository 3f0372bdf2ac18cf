//! Readers' pages: complete HTML from the component `web`.

use connectly_tests::{Actor, App, PASSWORD, Stage};
use reqwest::{Client, StatusCode, redirect::Policy};
use serde_json::{Value, json};

use crate::site::{get, header};

pub(crate) async fn public() -> App {
    Stage::new().await.variable("public_reads", "true").start().await
}

/// Publishes a post; its path.
pub(crate) async fn publish(actor: &Actor, post: Value) -> String {
    let created = actor.post("/api/v1/blog", post).await;
    let id = created.body["id"].as_str().unwrap_or_else(|| panic!("{}", created.body));
    let post = &actor.read_post(id).await.body["post"];
    let (handle, slug) = (&post["author"]["handle"], &post["slug"]);
    format!("/@{}/{}", handle.as_str().unwrap(), slug.as_str().unwrap())
}

/// A page's HTML.
pub(crate) async fn page(app: &App, path: &str) -> String {
    let response = get(app, path).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}");
    assert_eq!(header(response.headers(), "content-type"), "text/html; charset=utf-8");
    response.text().await.unwrap()
}

/// Where a path redirects to, for good.
pub(crate) async fn redirect(app: &App, path: &str) -> String {
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let url = format!("{}{path}", app.base().as_str().trim_end_matches('/'));
    let response = client.get(url).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::PERMANENT_REDIRECT, "{path}");
    header(response.headers(), "location").to_owned()
}

pub(crate) fn assert_has(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part} is not in\n{html}");
    }
}

#[tokio::test]
async fn a_post_is_complete_without_a_script() {
    let app = public().await;
    let ada = app.sign_up("Ada").await;
    publish(&ada, json!({"title": "Notes on looms", "content": "Older."})).await;
    let path = publish(
        &ada,
        json!({
            "title": "\"Engines\" & <looms>",
            "content": "## First steps\n\nIt *weaves* `patterns`. <script>x</script>",
            "tags": ["Looms", "Größe"],
        }),
    )
    .await;
    let html = page(&app, &path).await;
    assert_has(
        &html,
        &[
            "&quot;Engines&quot; &amp; &lt;looms&gt;</h1>",
            "<em>weaves</em>",
            "First steps</h2>",
            "&lt;script&gt;x&lt;/script&gt;",
            "<bdi>Ada</bdi></a>",
            "href=\"/@ada\"",
            " min read",
            "<a class=\"tag\" rel=\"tag\" href=\"/tag/looms\" dir=\"auto\">Looms</a>",
            "href=\"/tag/gr%C3%B6sse\"",
            "More by <bdi>Ada</bdi>",
            "<a href=\"/@ada/notes-on-looms\" dir=\"auto\">Notes on looms</a>",
        ],
    );
    assert_eq!(html.matches("<h1").count(), 1, "{html}");
    assert_eq!(html.matches("<script").count(), 3, "theme.js, reader.js and the data: {html}");
}

#[tokio::test]
async fn the_front_page_has_the_newest_posts_and_leads_to_the_older_ones() {
    let app = public().await;
    assert_has(&page(&app, "/").await, &["Nothing has been published yet", "Sign up"]);
    let ada = app.sign_up("Ada").await;
    for number in 1..=12 {
        ada.create_post(&format!("Post {number}")).await;
    }
    ada.create_draft("Secret").await;
    let html = page(&app, "/").await;
    assert_has(&html, &[">Post 12</a>", ">Post 3</a>", "Ada", "/signup", "teaser-first"]);
    assert!(!html.contains(">Post 2</a>") && !html.contains("Secret"), "{html}");
    let (_, rest) = html.split_once("rel=\"next\" href=\"").unwrap();
    let (next, _) = rest.split_once('"').unwrap();
    let html = page(&app, next).await;
    assert_has(&html, &[">Post 2</a>", ">Post 1</a>", "Newest posts"]);
    assert!(!html.contains(">Post 3</a>") && !html.contains("rel=\"next\""), "{html}");
}

#[tokio::test]
async fn posts_that_a_deleted_author_has_left_are_shown() {
    let app = public().await;
    let ada = app.sign_up("Ada").await;
    let post = ada.create_post("Left behind").await;
    let deletion = json!({"password": PASSWORD, "posts": "keep"});
    ada.post("/api/v1/user/delete", deletion).await.assert_status(204);
    assert_has(&page(&app, "/").await, &[">Left behind</a>", "Deleted author"]);
    let path = redirect(&app, &format!("/blog/{post}")).await;
    assert_has(&page(&app, &path).await, &["Left behind</h1>", "Deleted author"]);
}

#[tokio::test]
async fn an_author_has_a_page() {
    let app = public().await;
    let ada = app.sign_up("Ada").await;
    let profile = json!({"bio": "Weaves\npatterns.", "links": ["https://ada.example/"]});
    ada.patch("/api/v1/user/me", profile).await.assert_status(200);
    ada.create_post("First").await;
    let html = page(&app, "/@ada").await;
    assert_has(
        &html,
        &[
            "Ada</h1>",
            "Weaves\npatterns.</p>",
            "rel=\"me nofollow ugc noopener\" href=\"https://ada.example/\">ada.example</a>",
            "<link rel=\"me\" href=\"https://ada.example/\">",
            "1 post<",
            ">First</a>",
            "href=\"/@ada/feed.atom\"",
        ],
    );
    assert!(!html.contains("class=\"byline-author"), "{html}");
    assert_eq!(get(&app, "/@nobody").await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_tag_has_a_page_whatever_its_spelling() {
    let app = public().await;
    let ada = app.sign_up("Ada").await;
    publish(&ada, json!({"title": "Tagged", "content": "x", "tags": ["Été"]})).await;
    ada.create_post("Untagged").await;
    let path = "/tag/%C3%A9t%C3%A9";
    let html = page(&app, path).await;
    assert_has(&html, &["Été</h1>", ">Tagged</a>"]);
    assert!(!html.contains("Untagged"), "{html}");
    for other in ["/tag/%C3%89T%C3%89", "/tag/e%CC%81te%CC%81", "/tag/%C3%A9t%C3%A9/"] {
        assert_eq!(redirect(&app, other).await, path, "{other}");
    }
    for none in ["/tag/nothing", "/tag/%00", "/tag/%FF"] {
        assert_eq!(get(&app, none).await.status(), StatusCode::NOT_FOUND, "{none}");
    }
}

#[tokio::test]
async fn the_archive_has_every_month_with_its_posts() {
    let app = public().await;
    assert_has(&page(&app, "/archive").await, &["Nothing has been published yet"]);
    let ada = app.sign_up("Ada").await;
    for (title, time) in [
        ("Last minute", "2024-12-31T23:59:59Z"),
        ("First minute", "2025-01-01T00:00:00Z"),
        ("Another", "2024-12-01T00:00:00Z"),
    ] {
        publish(&ada, json!({"title": title, "content": "x", "publishedAt": time})).await;
    }
    let html = page(&app, "/archive").await;
    assert_has(
        &html,
        &[
            "<a href=\"/archive/2025/01\">January 2025</a><span class=\"meta\">1 post</span>",
            "<a href=\"/archive/2024/12\">December 2024</a><span class=\"meta\">2 posts</span>",
        ],
    );
    let html = page(&app, "/archive/2024/12").await;
    assert_has(
        &html,
        &["December 2024</h1>", ">Last minute</a>", ">Another</a>", "December 31, 2024"],
    );
    assert!(!html.contains("First minute"), "{html}");
    for none in ["/archive/2024/13", "/archive/2024/11", "/archive/2024/1", "/archive/x/y"] {
        assert_eq!(get(&app, none).await.status(), StatusCode::NOT_FOUND, "{none}");
    }
}

#[tokio::test]
async fn former_addresses_and_other_spellings_lead_to_the_present_one() {
    let app = public().await;
    let ada = app.sign_up("Ada").await;
    let created = ada.create_post("Straße nach Été").await;
    let path = "/@ada/stra%C3%9Fe-nach-%C3%A9t%C3%A9";
    for other in [
        format!("/blog/{created}"),
        format!("/blog/{}", created.to_uppercase()),
        format!("{path}/"),
        "/@ADA/stra%C3%9Fe-nach-%C3%A9t%C3%A9".to_owned(),
        "/@ada/Stra%C3%9Fe-nach-%C3%89t%C3%A9".to_owned(),
        "/@ada/stra%C3%9Fe-nach-e%CC%81te%CC%81".to_owned(),
    ] {
        assert_eq!(redirect(&app, &other).await, path, "{other}");
    }
    assert_eq!(redirect(&app, &format!("/?author={}", ada.id())).await, "/@ada");
    assert_eq!(redirect(&app, &format!("/blog/{created}?x=y")).await, format!("{path}?x=y"));

    let change = json!({"id": created, "slug": "road"});
    ada.put("/api/v1/blog", change).await.assert_status(200);
    ada.patch("/api/v1/user/me", json!({"handle": "countess"})).await.assert_status(200);
    assert_eq!(redirect(&app, path).await, "/@countess/road");
    assert_eq!(redirect(&app, "/@ada/road").await, "/@countess/road");
    assert_eq!(redirect(&app, "/@ada").await, "/@countess");
    assert_has(&page(&app, "/@countess/road").await, &["Straße nach Été</h1>"]);
    for none in ["/@countess/nothing", "/@nobody/road", "/@countess/%00", "/@countess/%FF"] {
        let response = get(&app, none).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{none}");
        assert_has(&response.text().await.unwrap(), &["No such post</h1>"]);
    }
}

#[tokio::test]
async fn an_encoded_at_leads_to_the_page() {
    let app = public().await;
    let ada = app.sign_up("ada").await;
    ada.create_post("Café").await;
    assert_eq!(redirect(&app, "/%40ada").await, "/@ada");
    let post = redirect(&app, "/%40ada/caf%C3%A9").await;
    assert_eq!(post, "/@ada/caf%C3%A9");
    assert_has(&page(&app, &post).await, &["Café</h1>"]);
}
