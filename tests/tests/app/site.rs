//! The site as it is served: the component `web`.

use std::fs;

use connectly_tests::{App, Stage};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, header::HeaderMap};
use serde_json::{Value, json};

use crate::reader_pages::{page, publish};

/// Without a cookie, and without checking the answer.
pub(crate) fn request(app: &App, method: Method, path: &str) -> RequestBuilder {
    Client::new().request(method, app.base().join(path).unwrap())
}

pub(crate) async fn get(app: &App, path: &str) -> Response {
    request(app, Method::GET, path).send().await.unwrap()
}

pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// The frontend's paths, with a word for each parameter.
pub(crate) fn pages() -> Vec<String> {
    let file = connectly_local::workspace::root().join("frontend/src/paths.json");
    let paths: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let id = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60";
    let paths = paths.as_object().unwrap().values();
    let examples = [
        (":id", id),
        (":handle", "ada"),
        (":slug", "x"),
        (":tag", "x"),
        (":year", "2026"),
        (":month", "11"),
    ];
    let with_examples = |path: &Value| {
        let path = path.as_str().unwrap().to_owned();
        examples.iter().fold(path, |path, (name, value)| path.replace(name, value))
    };
    // The app shows the archive as one page.
    paths.map(with_examples).filter(|path| !path.starts_with("/archive/")).collect()
}

/// The path of the build's largest script.
pub(crate) fn script() -> String {
    let assets = connectly_local::workspace::root().join("frontend/dist/assets");
    let scripts = fs::read_dir(assets)
        .unwrap()
        .map(|file| file.unwrap())
        .filter(|file| file.path().extension().is_some_and(|ending| ending == "js"));
    let largest = scripts.max_by_key(|file| file.metadata().unwrap().len()).unwrap();
    format!("/assets/{}", largest.file_name().to_str().unwrap())
}

#[tokio::test]
async fn every_page_of_the_app_is_the_same_file() {
    let app = App::start().await;
    for path in pages() {
        let response = get(&app, &path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(header(response.headers(), "content-type"), "text/html; charset=utf-8");
        assert_eq!(header(response.headers(), "cache-control"), "private, no-cache");
        let html = response.text().await.unwrap();
        assert!(html.contains("<title>Connectly</title>"), "{path}: {html}");
        assert!(html.contains("<meta name=\"public-reads\" content=\"false\">"), "{html}");
    }
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let app = App::start().await;
    for page in ["/nowhere", "/signin/more", "/blog", "/blog/not-an-id", "/assets", "/docs/more"] {
        let response = get(&app, page).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{page}");
        assert!(response.text().await.unwrap().contains("<title>Connectly</title>"), "{page}");
    }
    for file in [
        "/nothing.js",
        "/assets/nothing.js",
        "/.env",
        "/..%2f..%2fetc/passwd.txt",
        "/%2e%2e/spin.toml",
        "/a%00.js",
        "/api/v1/nothing",
        "/api",
    ] {
        let response = get(&app, file).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{file}");
        assert!(!response.text().await.unwrap().contains("<title>"), "{file}");
    }
    app.anon().get("/api/v2/anything").await.assert_problem(404, "Not found");
    app.anon().post("/signin", json!({})).await.assert_problem(405, "Method not allowed");
}

#[tokio::test]
async fn files_with_a_hash_in_their_name_are_kept_for_ever_and_come_compressed() {
    let app = App::start().await;
    let path = script();
    let plain = get(&app, &path).await;
    assert_eq!(header(plain.headers(), "content-type"), "text/javascript; charset=utf-8");
    assert_eq!(header(plain.headers(), "content-encoding"), "");
    let plain = plain.bytes().await.unwrap();
    for (accepted, encoding) in [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", ""),
        ("br;q=0", ""),
        ("*", "br"),
        ("br;Q=0, *;q=0.1", "gzip"),
        ("gzip, *;q=0", "gzip"),
        ("identity, *; q=0", ""),
        ("nonsense;;,,", ""),
    ] {
        let response = request(&app, Method::GET, &path).header("accept-encoding", accepted);
        let response = response.send().await.unwrap();
        let headers = response.headers().clone();
        assert_eq!(header(&headers, "content-encoding"), encoding, "{accepted}");
        let caching = header(&headers, "cache-control");
        assert_eq!(caching, "public, max-age=31536000, immutable");
        assert_eq!(header(&headers, "vary"), "Accept-Encoding");
        let body = response.bytes().await.unwrap();
        assert_eq!(body.len() < plain.len(), !encoding.is_empty(), "{accepted}");

        let again = request(&app, Method::GET, &path)
            .header("accept-encoding", accepted)
            .header("if-none-match", header(&headers, "etag"));
        let again = again.send().await.unwrap();
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{accepted}");
        assert!(again.bytes().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn head_tells_what_get_would() {
    let app = App::start().await;
    for path in ["/", "/docs", "/api/v1/openapi.json", &script()] {
        let get = get(&app, path).await;
        let head = request(&app, Method::HEAD, path).send().await.unwrap();
        assert_eq!(head.status(), get.status(), "{path}");
        for name in ["content-type", "content-length", "etag", "cache-control"] {
            let (head, get) = (header(head.headers(), name), header(get.headers(), name));
            assert_eq!(head, get, "{path}: {name}");
            assert_ne!(head, "", "{path}: {name}");
        }
        assert!(head.bytes().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn every_answer_tells_browsers_to_be_strict() {
    let app = App::start().await;
    for path in [
        "/",
        "/nowhere",
        "/nothing.js",
        "/docs",
        "/robots.txt",
        "/favicon.ico",
        "/api/nothing",
        "/.well-known/security.txt",
        &script(),
    ] {
        let response = get(&app, path).await;
        let policy = header(response.headers(), "content-security-policy");
        assert!(
            policy.starts_with(
                "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; "
            ),
            "{path}: {policy}"
        );
        assert!(policy.contains("; worker-src 'self'; "), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(policy.matches("unsafe").count(), 1, "{path}: {policy}");
        assert_eq!(header(response.headers(), "x-content-type-options"), "nosniff", "{path}");
        assert_ne!(header(response.headers(), "referrer-policy"), "", "{path}");
        assert_eq!(header(response.headers(), "x-frame-options"), "DENY", "{path}");
    }
}

#[tokio::test]
async fn what_a_page_has_within_itself_is_allowed_by_its_hash_alone() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    for path in ["/", "/nowhere"] {
        let page = get(&app, path).await;
        let policy = header(page.headers(), "content-security-policy").to_owned();
        assert!(policy.contains("; style-src 'self' 'sha256-"), "{path}: {policy}");
        assert!(policy.contains(" 'wasm-unsafe-eval' 'sha256-"), "{path}: {policy}");
        assert_eq!(policy.matches("unsafe").count(), 1, "{path}: {policy}");
        let html = page.text().await.unwrap();
        assert!(html.starts_with("<!doctype html>\n"), "{html}");
        assert_eq!((html.matches("<style").count(), html.matches("style=").count()), (1, 0));
    }
    let etag = header(get(&app, "/").await.headers(), "etag").to_owned();
    let known = request(&app, Method::GET, "/").header("if-none-match", etag).send().await.unwrap();
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
    assert!(header(known.headers(), "content-security-policy").contains("'sha256-"));
}

#[tokio::test]
async fn the_service_worker_is_asked_about_each_time() {
    let app = App::start().await;
    let response = get(&app, "/service-worker.js").await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(response.headers(), "cache-control"), "no-cache");
    assert_eq!(header(response.headers(), "content-type"), "text/javascript; charset=utf-8");
    let files = response.text().await.unwrap();
    assert!(files.contains("/assets/editor-page-"), "it keeps the app's files");
    assert!(!files.contains("/api/"), "and not what the API says");
}

#[tokio::test]
async fn a_page_is_not_sent_again_when_it_is_the_same() {
    let app = App::start().await;
    let first = get(&app, "/").await;
    let etag = header(first.headers(), "etag").to_owned();
    let again = request(&app, Method::GET, "/").header("if-none-match", &etag).send().await;
    assert_eq!(again.unwrap().status(), StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn the_openapi_document_is_the_one_that_is_checked_in() {
    let app = App::start().await;
    let response = get(&app, "/api/v1/openapi.json").await;
    assert_eq!(header(response.headers(), "content-type"), "application/json");
    let file = connectly_local::workspace::root().join("docs/openapi.json");
    let expected: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let served: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(served, expected);
}

#[tokio::test]
async fn a_shared_link_shows_what_it_is_where_everyone_may_read() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let ada = app.sign_up("ada").await;
    let body = json!({
        "title": "\"Engines\" & <looms>",
        "content": "# Heading\n\nIt *weaves* [patterns](javascript:alert(1)) <script>x</script> & more.",
    });
    let path = publish(&ada, body).await;
    let html = page(&app, &path).await;
    let url = app.base().join(&path).unwrap();
    for part in [
        "<title>&quot;Engines&quot; &amp; &lt;looms&gt; – Connectly</title>",
        "<meta name=\"description\" content=\"Heading It weaves patterns &lt;script&gt;x&lt;/script&gt; &amp; more.\">",
        "<meta property=\"og:title\" content=\"&quot;Engines&quot; &amp; &lt;looms&gt;\">",
        "<meta property=\"og:type\" content=\"article\">",
        "<meta name=\"author\" content=\"ada\">",
        "<meta name=\"public-reads\" content=\"true\">",
        &format!(
            "<meta property=\"article:author\" content=\"{}\">",
            app.base().join("/@ada").unwrap()
        ),
        "<meta name=\"twitter:card\" content=\"summary\">",
        &format!("<meta property=\"og:url\" content=\"{url}\">"),
        &format!("<link rel=\"canonical\" href=\"{url}\">"),
    ] {
        assert!(html.contains(part), "{part} is not in\n{html}");
    }
    let behind_a_proxy = request(&app, Method::GET, &path).header("x-forwarded-proto", "https");
    let html = behind_a_proxy.send().await.unwrap().text().await.unwrap();
    assert!(html.contains("<link rel=\"canonical\" href=\"https://"), "{html}");
}

#[tokio::test]
async fn readers_pages_have_one_address_each() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let ada = app.sign_up("ada").await;
    let post = publish(&ada, json!({"title": "First", "content": "x", "tags": ["y"]})).await;
    for path in ["/", "/@ada", &post, "/tag/y", "/archive"] {
        for asked in [path.to_owned(), format!("{path}?utm_source=x&before=y")] {
            let html = page(&app, &asked).await;
            let url = app.base().join(path).unwrap();
            let link = format!("<link rel=\"canonical\" href=\"{url}\">");
            assert!(html.contains(&link), "{asked}: {link} is not in\n{html}");
            assert!(html.contains("<meta property=\"og:description\""), "{html}");
        }
    }
    let html = get(&app, "/signin").await.text().await.unwrap();
    assert!(!html.contains("canonical"), "{html}");
}

#[tokio::test]
async fn a_long_text_is_described_by_its_first_words() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let ada = app.sign_up("ada").await;
    let content = "wörter ".repeat(14_000);
    let path = publish(&ada, json!({"title": "Long", "content": content})).await;
    let html = page(&app, &path).await;
    let (_, rest) = html.split_once("<meta name=\"description\" content=\"").unwrap();
    let (description, _) = rest.split_once('"').unwrap();
    assert!(description.ends_with("wörter…"), "{description}");
    assert!((180..=201).contains(&description.chars().count()), "{description}");
}

#[tokio::test]
async fn a_description_is_the_text_that_readers_see() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let ada = app.sign_up("ada").await;
    for (content, description) in [
        ("Fish &amp; chips, 5 \\* 3", "Fish &amp; chips, 5 * 3"),
        ("[Foo](https://en.wikipedia.org/wiki/Foo_(bar)) ~~is~~ was", "Foo is was"),
        ("**「重要」**です[^1]\n\n[^1]: x", "「重要」です"),
        ("![A picture](https://x.example/a.png)", "A picture"),
    ] {
        let path = publish(&ada, json!({"title": "t", "content": content})).await;
        for from_before in [false, true] {
            if from_before {
                let forget = "update posts set excerpt = null, reading_minutes = null, \
                    summary_version = null, summary_revision = null";
                app.database().db_execute(forget).await;
            }
            let html = get(&app, &path).await.text().await.unwrap();
            for key in ["name=\"description\"", "property=\"og:description\""] {
                let part = format!("<meta {key} content=\"{description}\">");
                assert!(html.contains(&part), "{part} is not in\n{html}");
            }
        }
    }
}

#[tokio::test]
async fn a_link_tells_nothing_of_what_not_everyone_may_read() {
    let public = Stage::new().await.variable("public_reads", "true").start().await;
    let ada = public.sign_up("ada").await;
    let (draft, post) = (ada.create_draft("Secret").await, ada.create_post("Secret").await);

    let page = get(&public, &format!("/blog/{draft}")).await;
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    assert!(!page.text().await.unwrap().contains("Secret"));
    // The request may be the draft's author's: the app finds out.
    let author = request(&public, Method::GET, &format!("/blog/{draft}"))
        .header("cookie", format!("session={}", ada.jwt()));
    let page = author.send().await.unwrap();
    assert_eq!(page.status(), StatusCode::OK);
    assert!(!page.text().await.unwrap().contains("Secret"));

    let private = Stage::at(&public.database().url()).start().await;
    let page = get(&private, &format!("/blog/{post}")).await;
    assert_eq!(page.status(), StatusCode::OK);
    assert!(!page.text().await.unwrap().contains("Secret"));
}

#[tokio::test]
async fn a_page_says_so_when_postgres_does_not_answer() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://nobody:nothing@127.0.0.1:{port}/nowhere");
    let app = Stage::at(&url).variable("public_reads", "true").start().await;
    for path in ["/", "/@ada", "/@ada/x", "/tag/x", "/blog/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60"] {
        let asked = request(&app, Method::GET, path).header("accept", "text/html,*/*;q=0.8");
        let page = asked.send().await.unwrap();
        assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(header(page.headers(), "retry-after"), "5");
        assert_eq!(header(page.headers(), "cache-control"), "private, no-store");
        let html = page.text().await.unwrap();
        assert!(html.contains("Connectly is temporarily unavailable</h1>"), "{html}");
    }
    assert_eq!(get(&app, "/signin").await.status(), StatusCode::OK);
}

#[tokio::test]
async fn the_component_has_no_key_and_needs_none() {
    let app = Stage::new().await.variable("jwt_secret", "short").start().await;
    assert_eq!(get(&app, "/").await.status(), StatusCode::OK);
}
