//! The site as it is served: the component `web`.

use std::fs;

use connectly_tests::{App, Stage};
use reqwest::{
    Client, Method, RequestBuilder, Response, StatusCode, header::HeaderMap, redirect::Policy,
};
use serde_json::{Value, json};

/// Without a cookie, and without looking into what comes.
fn request(app: &App, method: Method, path: &str) -> RequestBuilder {
    Client::new().request(method, app.base().join(path).unwrap())
}

async fn get(app: &App, path: &str) -> Response {
    request(app, Method::GET, path).send().await.unwrap()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// The frontend's paths, with a word for each parameter.
fn pages() -> Vec<String> {
    let file = xtask::workspace::root().join("frontend/src/paths.json");
    let paths: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let id = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60";
    let paths = paths.as_object().unwrap().values();
    paths.map(|path| path.as_str().unwrap().replace(":id", id)).collect()
}

/// The path of the build's largest script.
fn script() -> String {
    let assets = xtask::workspace::root().join("frontend/dist/assets");
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
        assert_eq!(header(response.headers(), "cache-control"), "no-cache");
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
    // What changes something is no page, and what there is comes as it is.
    for (method, path, status) in [
        (Method::POST, "/api/nothing", 404),
        (Method::POST, "/signin", 405),
        (Method::GET, "/healthz", 200),
    ] {
        let response = request(&app, method, path).header("accept", BROWSER).send().await.unwrap();
        assert_eq!(response.status(), status, "{path}");
        assert!(header(response.headers(), "content-type").contains("json"), "{path}");
    }
    // A path that no id can be.
    for path in ["/blog/%ff", "/blog/%2f", "/.git/config", "/nowhere/"] {
        let response =
            request(&app, Method::GET, path).header("accept", BROWSER).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(response.text().await.unwrap().contains("<title>Connectly</title>"), "{path}");
    }
}

/// Where an address leads; empty where it does not.
async fn redirect(app: &App, method: Method, path: &str) -> (StatusCode, String) {
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    // As it is, for a URL's parser would tidy it up.
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
    // Nowhere else, and least of all to another site.
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
    let public = xtask::workspace::root().join("frontend/public");
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
    // By which it tells whether it can trust the one above.
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
    // Nobody is named where nobody reads it.
    let app = App::start().await;
    assert_eq!(get(&app, path).await.status(), StatusCode::NOT_FOUND);
}

/// Whether a crawler may fetch an address: RFC 9309, section 2.2.2. The longest rule that fits
/// counts, and of two of one length the one that allows.
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
    // The rules have no wildcards, which `may_fetch` does not know.
    assert_eq!(robots.matches(['*', '$']).count(), 1, "{robots}");
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("First").await;
    // The page, and all that its head names.
    let html = get(&app, &format!("/blog/{post}")).await.text().await.unwrap();
    let named = html.split(['"', '\'']).filter(|part| part.starts_with('/')).map(str::to_owned);
    let needed = [
        format!("/blog/{post}"),
        "/".to_owned(),
        format!("/?author={}", ada.id()),
        "/docs".to_owned(),
        script(),
        format!("/api/v1/blog/{post}"),
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

#[tokio::test]
async fn search_engines_are_told_that_there_is_nothing_where_nobody_may_read() {
    let app = App::start().await;
    let robots = get(&app, "/robots.txt").await.text().await.unwrap();
    for address in
        ["/", "/blog/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60", "/signin", "/api/v1/blog/bulk"]
    {
        assert!(!may_fetch(&robots, address), "{address} is allowed by\n{robots}");
    }
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
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; "), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(header(response.headers(), "x-content-type-options"), "nosniff", "{path}");
        assert_ne!(header(response.headers(), "referrer-policy"), "", "{path}");
        assert_eq!(header(response.headers(), "x-frame-options"), "DENY", "{path}");
    }
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
    let file = xtask::workspace::root().join("docs/openapi.json");
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
    let created = ada.post("/api/v1/blog", body).await;
    let path = format!("/blog/{}", created.body["id"].as_str().unwrap());
    let response = get(&app, &path).await;
    assert_eq!(response.status(), StatusCode::OK);
    let html = response.text().await.unwrap();
    let url = app.base().join(&path).unwrap();
    for part in [
        "<title>&quot;Engines&quot; &amp; &lt;looms&gt; · Connectly</title>",
        "<meta name=\"description\" content=\"Heading It weaves patterns &lt;script&gt;x&lt;/script&gt; &amp; more.\">",
        "<meta property=\"og:title\" content=\"&quot;Engines&quot; &amp; &lt;looms&gt;\">",
        "<meta property=\"og:type\" content=\"article\">",
        "<meta name=\"author\" content=\"ada\">",
        "<meta name=\"public-reads\" content=\"true\">",
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
    let post = ada.create_post("First").await;
    let (id, author) = (post.to_uppercase(), ada.id().to_uppercase());
    for (path, canonical) in [
        ("/".to_owned(), "/".to_owned()),
        ("/?utm_source=x".to_owned(), "/".to_owned()),
        (format!("/?x=y&author={author}"), format!("/?author={}", ada.id())),
        ("/?author=nobody".to_owned(), "/".to_owned()),
        (format!("/blog/{id}?x=y"), format!("/blog/{post}")),
    ] {
        let html = get(&app, &path).await.text().await.unwrap();
        let url = app.base().join(&canonical).unwrap();
        let link = format!("<link rel=\"canonical\" href=\"{url}\">");
        assert!(html.contains(&link), "{path}: {link} is not in\n{html}");
        assert!(html.contains("<meta property=\"og:description\""), "{html}");
    }
    let html = get(&app, "/signin").await.text().await.unwrap();
    assert!(!html.contains("canonical"), "{html}");
}

#[tokio::test]
async fn a_long_text_is_described_by_its_first_words() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let ada = app.sign_up("ada").await;
    let content = "wörter ".repeat(14_000);
    let created = ada.post("/api/v1/blog", json!({"title": "Long", "content": content})).await;
    let path = format!("/blog/{}", created.body["id"].as_str().unwrap());
    let html = get(&app, &path).await.text().await.unwrap();
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
        let created = ada.post("/api/v1/blog", json!({"title": "t", "content": content})).await;
        let path = format!("/blog/{}", created.body["id"].as_str().unwrap());
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
    // The draft's author may be asking: the app finds out.
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
async fn the_app_comes_also_when_postgres_does_not_answer() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("postgres://nobody:nothing@127.0.0.1:{port}/nowhere");
    let app = Stage::at(&url).variable("public_reads", "true").start().await;
    assert_eq!(get(&app, "/").await.status(), StatusCode::OK);
    let page = get(&app, "/blog/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60").await;
    assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(header(page.headers(), "retry-after"), "5");
    assert!(page.text().await.unwrap().contains("<title>Connectly</title>"));
}

#[tokio::test]
async fn the_component_has_no_key_and_needs_none() {
    let app = Stage::new().await.variable("jwt_secret", "short").start().await;
    assert_eq!(get(&app, "/").await.status(), StatusCode::OK);
}
