//! The application behind a cache that many people share: nginx, as a CDN would keep its answers.

use std::time::{Duration, Instant};

use connectly_tests::{App, Nginx, proxy::header};
use reqwest::{Method, Response};
use serde_json::json;

use crate::reader_pages::{public, publish};

/// It keeps what the application allows, as it allows it, and looks at no cookie.
const CACHING: [&str; 2] = [
    "proxy_cache_path cache keys_zone=pages:1m;",
    "proxy_cache pages;
    proxy_cache_revalidate on;
    proxy_cache_background_update on;
    add_header X-Cache $upstream_cache_status always;",
];

/// When a change has to be visible, as `docs/operations.md` says.
const PROMISED: Duration = Duration::from_secs(120);

/// A running cache in front of an application. It ends with this value.
struct Cache(Nginx);

impl Cache {
    async fn before(app: &App) -> Self {
        let [http, location] = CACHING;
        Self(Nginx::before(app, http, location).await)
    }

    async fn get(&self, path: &str) -> Response {
        self.get_as(path, "").await
    }

    /// As somebody with a cookie.
    async fn get_as(&self, path: &str, cookie: &str) -> Response {
        let request = self.0.request(Method::GET, path);
        request.header("cookie", cookie).send().await.expect("an answer")
    }
}

/// What the cache did: it says so.
fn done(response: &Response) -> &str {
    header(response.headers(), "x-cache")
}

#[tokio::test]
async fn public_pages_and_feeds_are_answered_from_the_cache() {
    let app = public().await;
    let ada = app.sign_up("ada").await;
    let post = publish(&ada, json!({"title": "First", "content": "x", "tags": ["y"]})).await;
    let cache = Cache::before(&app).await;
    for path in [
        "/",
        &post,
        "/@ada",
        "/tag/y",
        "/archive",
        "/search?q=first",
        "/feed.atom",
        "/@ada/feed.rss",
        "/sitemap.xml",
        "/sitemap/1.xml",
        "/nowhere-at-all",
    ] {
        let first = cache.get(path).await;
        assert_eq!(done(&first), "MISS", "{path}");
        let etag = header(first.headers(), "etag").to_owned();
        let first = first.text().await.unwrap();
        for _ in 0..9 {
            // Somebody who is signed in gets the same.
            let again = cache.get_as(path, &format!("session={}", ada.jwt())).await;
            assert_eq!(done(&again), "HIT", "{path}");
            assert_eq!(header(again.headers(), "etag"), etag, "{path}");
            assert_eq!(again.text().await.unwrap(), first, "{path}");
        }
    }
}

#[tokio::test]
async fn nothing_of_one_person_is_ever_kept() {
    let app = public().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let draft = ada.create_draft("Secret").await;
    let post = ada.create_post("First").await;
    let cache = Cache::before(&app).await;
    for path in [
        "/api/v1/user/me",
        "/api/v1/user/sessions",
        &format!("/api/v1/blog/{draft}"),
        &format!("/api/v1/blog/{post}"),
        &format!("/api/v1/blog/bulk?author={}", ada.id()),
        "/account",
        "/posts",
        &format!("/edit/{draft}"),
        &format!("/blog/{draft}"),
    ] {
        let mine = cache.get_as(path, &format!("session={}", ada.jwt())).await;
        assert_eq!((mine.status().as_u16(), done(&mine)), (200, "MISS"), "{path}");
        let mine = mine.text().await.unwrap();
        for cookie in [format!("session={}", bob.jwt()), String::new()] {
            let others = cache.get_as(path, &cookie).await;
            assert_eq!(done(&others), "MISS", "{path}");
            let others = others.text().await.unwrap();
            assert!(!others.contains("Secret") && !others.contains("ada@example.com"), "{others}");
        }
        assert!(!path.contains("/api/v1/user/me") || mine.contains("ada@example.com"), "{mine}");
    }
}

/// What `docs/operations.md` promises: within two minutes.
#[tokio::test]
async fn a_page_may_be_kept_for_two_minutes_and_no_longer() {
    let app = public().await;
    let ada = app.sign_up("ada").await;
    let post = publish(&ada, json!({"title": "First", "content": "x"})).await;
    let cache = Cache::before(&app).await;
    for path in ["/", &post] {
        let kept = cache.get(path).await;
        let caching = header(kept.headers(), "cache-control").to_owned();
        let seconds = |name: &str| -> u64 {
            let found = caching.split(", ").find_map(|part| part.strip_prefix(name));
            found.unwrap_or_else(|| panic!("{caching}")).parse().unwrap()
        };
        assert!(caching.starts_with("public, max-age=0, "), "{caching}");
        let longest = seconds("s-maxage=") + seconds("stale-while-revalidate=");
        assert_eq!(longest, PROMISED.as_secs(), "{caching}");
    }
}

/// It takes as long as a shared cache may keep a page.
#[tokio::test]
async fn an_update_is_visible_in_time_and_most_readers_are_answered_from_the_cache() {
    let app = public().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let cache = Cache::before(&app).await;
    assert_eq!(done(&cache.get("/@ada/first").await), "MISS");
    ada.put("/api/v1/blog", json!({"id": id, "title": "Changed"})).await.assert_status(200);
    let (begin, mut answers, mut kept) = (Instant::now(), 0, 0);
    loop {
        let answer = cache.get("/@ada/first").await;
        answers += 1;
        kept += u32::from(["HIT", "STALE", "UPDATING"].contains(&done(&answer)));
        if answer.text().await.unwrap().contains("Changed</h1>") {
            break;
        }
        assert!(begin.elapsed() < PROMISED, "the change isn't visible");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let share = f64::from(kept) / f64::from(answers);
    let seconds = begin.elapsed().as_secs();
    println!("visible after {seconds} s; {kept} of {answers} answers from the cache");
    assert!(share > 0.98, "{kept} of {answers} answers from the cache");
}

#[tokio::test]
async fn what_is_not_there_yet_is_soon_asked_for_again() {
    let app = public().await;
    let ada = app.sign_up("ada").await;
    let cache = Cache::before(&app).await;
    assert_eq!(cache.get("/@ada/first").await.status(), 404);
    ada.create_post("First").await;
    let appeared = async {
        while cache.get("/@ada/first").await.status() != 200 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), appeared).await.expect("the post");
}
