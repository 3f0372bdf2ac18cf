//! Addresses of the site that people mistype, and those that browsers, crawlers and password managers
//! try at every site.

use std::fs;

use connectly_tests::{App, Stage};
use reqwest::{Client, Method, StatusCode, redirect::Policy};
use serde_json::Value;

use crate::{
    reader_pages::page,
    site::{get, header, pages, request, script},
};

/// What browsers send with an address that a person types or follows.
const BROWSER: &str =
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

#[tokio::test]
async fn a_browser_gets_a_page_of_what_is_not_there_and_a_program_a_problem() {
    let app = App::start().await;
    for path in [
        "/nonsense.txt",
        "/foo.php",
        "/wp-login.php?x=y",
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/nothing",
        "/.git/config.txt",
        "/.env",
        "/..%2f..%2fetc/passwd.txt",
        "/a%00.js",
        "/assets/nothing.js",
        "/.well-known/security.txt",
    ] {
        for (accept, is_page) in [
            (Some(BROWSER), true),
            (Some("text/html"), true),
            (Some("application/xhtml+xml, text/html;q=0.9"), true),
            (Some("text/html;q=0.5, application/json;q=0.4"), true),
            (None, false),
            (Some("*/*"), false),
            (Some("application/json"), false),
            (Some("application/json, text/html"), false),
            (Some("application/problem+json, text/html;q=0.9"), false),
            (Some("text/html;q=0, */*"), false),
            (Some("image/avif,image/webp,*/*;q=0.8"), false),
            (Some("text/css,*/*;q=0.1"), false),
            (Some("nonsense;;q=,"), false),
        ] {
            for method in [Method::GET, Method::HEAD] {
                let mut asked = request(&app, method.clone(), path);
                if let Some(accept) = accept {
                    asked = asked.header("accept", accept);
                }
                let response = asked.send().await.unwrap();
                let shown = format!("{method} {path} {accept:?}");
                assert_eq!(response.status(), StatusCode::NOT_FOUND, "{shown}");
                assert_eq!(header(response.headers(), "vary"), "Accept", "{shown}");
                let media_type =
                    if is_page { "text/html; charset=utf-8" } else { "application/problem+json" };
                assert_eq!(header(response.headers(), "content-type"), media_type, "{shown}");
                let text = response.text().await.unwrap();
                let has_title = text.contains("<title>Connectly</title>");
                assert_eq!(has_title, is_page && method == Method::GET, "{shown}: {text}");
            }
        }
    }
    // Requests that change something get no page, and existing files come unchanged.
    for (method, path, status) in [
        (Method::POST, "/api/nothing", 404),
        (Method::POST, "/signin", 405),
        (Method::GET, "/healthz", 200),
    ] {
        let response = request(&app, method, path).header("accept", BROWSER).send().await.unwrap();
        assert_eq!(response.status(), status, "{path}");
        assert!(header(response.headers(), "content-type").contains("json"), "{path}");
    }
    // A path that is not an id.
    for path in ["/blog/%ff", "/blog/%2f", "/.git/config", "/nowhere/"] {
        let response =
            request(&app, Method::GET, path).header("accept", BROWSER).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(response.text().await.unwrap().contains("<title>Connectly</title>"), "{path}");
    }
}

/// Where an address redirects; empty if it doesn't.
async fn redirect(app: &App, method: Method, path: &str) -> (StatusCode, String) {
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    // Sent as written, because a URL parser would normalize it.
    let url = format!("{}{path}", app.base().as_str().trim_end_matches('/'));
    let response = client.request(method, url).send().await.unwrap();
    (response.status(), header(response.headers(), "location").to_owned())
}

#[tokio::test]
async fn a_slash_at_the_end_leads_to_the_page() {
    let app = App::start().await;
    let pages = pages().into_iter().chain(["/docs".to_owned()]).filter(|path| path != "/");
    for path in pages {
        for method in [Method::GET, Method::HEAD] {
            for query in ["", "?next=%2Fposts&x=%2F%2Fevil.example"] {
                let asked = format!("{path}/{query}");
                let found = redirect(&app, method.clone(), &asked).await;
                assert_eq!(found, (StatusCode::PERMANENT_REDIRECT, format!("{path}{query}")));
            }
        }
        let posted = redirect(&app, Method::POST, &format!("{path}/")).await;
        assert_eq!(posted.0, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
    for (path, page) in [("/index.html?x=y", "/?x=y"), ("/docs.html", "/docs")] {
        let found = redirect(&app, Method::GET, path).await;
        assert_eq!(found, (StatusCode::PERMANENT_REDIRECT, page.to_owned()));
    }
    // Nowhere else, especially not to another site.
    for path in [
        "//evil.example/",
        "///evil.example/",
        "//evil.example/signin/",
        "/%2fevil.example/",
        "/\\evil.example/",
        "/signin//",
        "/nowhere/",
        "/blog/",
        "/assets/",
        "/robots.txt/",
    ] {
        let (status, location) = redirect(&app, Method::GET, path).await;
        assert_eq!((status, location.as_str()), (StatusCode::NOT_FOUND, ""), "{path}");
    }
    for path in ["/blog//evil.example/", "/blog/%2f%2fevil.example/", "/edit/\\evil.example/"] {
        let (_, location) = redirect(&app, Method::GET, path).await;
        let leads_to = app.base().join(&location).unwrap();
        assert_eq!(leads_to.host_str(), app.base().host_str(), "{path}: {location}");
    }
}

#[tokio::test]
async fn icons_are_where_browsers_look_for_them() {
    let app = App::start().await;
    let public = connectly_local::workspace::root().join("frontend/public");
    for (path, file, media_type, begins) in [
        ("/favicon.ico", "favicon.ico", "image/x-icon", &b"\0\0\x01\0"[..]),
        ("/favicon.svg", "favicon.svg", "image/svg+xml", b"<svg"),
        ("/apple-touch-icon.png", "apple-touch-icon.png", "image/png", b"\x89PNG"),
        ("/apple-touch-icon-precomposed.png", "apple-touch-icon.png", "image/png", b"\x89PNG"),
        ("/apple-touch-icon-120x120.png", "apple-touch-icon.png", "image/png", b"\x89PNG"),
        (
            "/apple-touch-icon-120x120-precomposed.png",
            "apple-touch-icon.png",
            "image/png",
            b"\x89PNG",
        ),
        ("/icon-192.png", "icon-192.png", "image/png", b"\x89PNG"),
        ("/icon-512.png", "icon-512.png", "image/png", b"\x89PNG"),
    ] {
        let response = get(&app, path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header(response.headers(), "content-type"), media_type, "{path}");
        assert_eq!(header(response.headers(), "cache-control"), "no-cache", "{path}");
        let etag = header(response.headers(), "etag").to_owned();
        let bytes = response.bytes().await.unwrap();
        assert!(bytes.starts_with(begins), "{path}");
        assert_eq!(bytes, fs::read(public.join(file)).unwrap(), "{path}");
        let again = request(&app, Method::GET, path).header("if-none-match", etag).send().await;
        assert_eq!(again.unwrap().status(), StatusCode::NOT_MODIFIED, "{path}");
    }
    assert_eq!(get(&app, "/apple-touch-icon-of-eve.png").await.status(), StatusCode::NOT_FOUND);
    let manifest = get(&app, "/manifest.webmanifest").await;
    assert_eq!(header(manifest.headers(), "content-type"), "application/manifest+json");
    let manifest: Value = serde_json::from_str(&manifest.text().await.unwrap()).unwrap();
    for icon in manifest["icons"].as_array().unwrap() {
        let path = icon["src"].as_str().unwrap();
        let response = get(&app, path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header(response.headers(), "content-type"), icon["type"], "{path}");
        // The width in a PNG's first chunk.
        let bytes = response.bytes().await.unwrap();
        if icon["type"] == "image/png" {
            let width = u32::from_be_bytes(bytes[16..20].try_into().unwrap());
            assert_eq!(icon["sizes"], format!("{width}x{width}"), "{path}");
        }
    }
    for page in ["/", "/docs"] {
        let html = get(&app, page).await.text().await.unwrap();
        assert!(
            html.contains("<link rel=\"apple-touch-icon\" href=\"/apple-touch-icon.png\">"),
            "{html}"
        );
    }
}

#[tokio::test]
async fn a_password_manager_finds_the_page_on_which_a_password_is_changed() {
    let app = App::start().await;
    let path = "/.well-known/change-password";
    for method in [Method::GET, Method::HEAD] {
        let found = redirect(&app, method, path).await;
        assert_eq!(found, (StatusCode::SEE_OTHER, "/account".to_owned()));
    }
    // Browsers use this to find out whether they can trust the address above.
    let nothing = "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200";
    assert_eq!(get(&app, nothing).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_finds_a_vulnerability_learns_where_to_report_it() {
    let path = "/.well-known/security.txt";
    for contact in ["mailto:security@example.com", "https://example.com/security"] {
        let app = Stage::new().await.variable("security_contact", contact).start().await;
        let response = request(&app, Method::GET, path)
            .header("x-forwarded-proto", "https")
            .header("accept", BROWSER)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(header(response.headers(), "content-type"), "text/plain; charset=utf-8");
        let text = response.text().await.unwrap();
        let fields: Vec<_> = text.lines().map(|line| line.split_once(": ").unwrap()).collect();
        let names: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["Contact", "Expires", "Preferred-Languages", "Canonical"]);
        assert_eq!((fields[0].1, fields[2].1), (contact, "en"));
        let canonical = format!("https://{}{path}", app.base().authority());
        assert_eq!(fields[3].1, canonical);
        // RFC 9116: in the future, and less than a year ahead.
        let expires = humantime::parse_rfc3339(fields[1].1).unwrap();
        let ahead = expires.duration_since(std::time::SystemTime::now()).unwrap();
        let days = ahead.as_secs() / (24 * 60 * 60);
        assert!((178..=180).contains(&days), "{text}");
        assert!(fields[1].1.ends_with("T00:00:00Z"), "{text}");
        let head = request(&app, Method::HEAD, path).send().await.unwrap();
        assert_eq!(head.status(), StatusCode::OK);
    }
    // Without a contact there is no file.
    let app = App::start().await;
    assert_eq!(get(&app, path).await.status(), StatusCode::NOT_FOUND);
}

/// Whether a crawler may fetch an address: RFC 9309, section 2.2.2. The longest matching rule
/// counts. If two have the same length, the one that allows counts.
fn may_fetch(robots: &str, address: &str) -> bool {
    let rules = robots.lines().filter_map(|line| line.split_once(": "));
    let fitting = rules
        .filter(|(kind, path)| ["Allow", "Disallow"].contains(kind) && address.starts_with(path));
    let longest = fitting.max_by_key(|(kind, path)| (path.len(), *kind == "Allow"));
    longest.is_none_or(|(kind, _)| kind == "Allow")
}

#[tokio::test]
async fn search_engines_may_fetch_what_a_public_page_needs_and_nothing_private() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let response = get(&app, "/robots.txt").await;
    assert_eq!(header(response.headers(), "content-type"), "text/plain; charset=utf-8");
    assert_eq!(header(response.headers(), "cache-control"), "no-cache");
    let robots = response.text().await.unwrap();
    assert!(robots.starts_with("User-agent: *\n"), "{robots}");
    // The rules have no wildcards, because `may_fetch` does not support them.
    assert_eq!(robots.matches(['*', '$']).count(), 1, "{robots}");
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    // The page, and all that it names, except for the links for those who are signed in.
    let html = page(&app, "/@ada/first").await;
    let (before, rest) = html.split_once("<span class=\"for-members\">").unwrap();
    let (_, after) = rest.split_once("</span></nav>").unwrap();
    let named = before.split('"').chain(after.split('"'));
    let named = named
        .filter(|part| part.starts_with('/') && !part.starts_with("/edit/"))
        .map(str::to_owned);
    let needed = [
        format!("/blog/{id}"),
        "/".to_owned(),
        format!("/?author={}", ada.id()),
        "/@ada".to_owned(),
        "/@ada/first".to_owned(),
        "/tag/x".to_owned(),
        "/archive/2026/11".to_owned(),
        "/feed.atom".to_owned(),
        "/sitemap/1.xml".to_owned(),
        "/docs".to_owned(),
        script(),
        format!("/api/v1/blog/{id}"),
        "/api/v1/blog/bulk?limit=10&content=excerpt".to_owned(),
        "/api/v1/openapi.json".to_owned(),
        "/favicon.ico".to_owned(),
        "/signin".to_owned(),
        "/robots.txt".to_owned(),
    ];
    for address in named.chain(needed) {
        assert!(may_fetch(&robots, &address), "{address} is forbidden by\n{robots}");
    }
    for address in [
        "/publish",
        "/edit/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60",
        "/posts",
        "/account",
        "/signin?next=%2Fposts",
        "/signup?next=%2F",
        "/api/v1/user/me",
        "/api/v1/user/export?format=json",
    ] {
        assert!(!may_fetch(&robots, address), "{address} is allowed by\n{robots}");
    }
}
