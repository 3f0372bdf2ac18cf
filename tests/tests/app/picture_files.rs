//! The files of pictures, as browsers, caches and other sites get them.

use connectly_tests::{App, Picture, Stage};
use reqwest::Method;

#[tokio::test]
async fn is_for_everyone_and_for_ever_where_anyone_may_read() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let id = app.sign_up("ada").await.upload_picture(&Picture::default()).await;
    // A dead token is no reason to show a broken picture.
    for reader in [app.anon(), app.anon().with_token("a.b.c")] {
        let served = reader.get(&format!("/media/{id}/1200x600.png")).await;
        served.assert_status(200);
        for (name, value) in [
            ("content-type", "image/png"),
            ("cache-control", "public, max-age=31536000, immutable"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("content-disposition", "inline"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("etag", &format!("\"{}w1200\"", id.replace('-', ""))),
        ] {
            assert_eq!(served.header(name), value, "{name}");
        }
    }
}

#[tokio::test]
async fn is_for_readers_with_a_session_where_reading_needs_one() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let path = format!("/media/{}/1200x600.png", ada.upload_picture(&Picture::default()).await);
    app.anon().get(&path).await.assert_unauthorized();
    let served = bob.get(&path).await;
    served.assert_status(200);
    assert_eq!(served.header("cache-control"), "private, max-age=31536000, immutable");
    let with_cookie = app.anon().request(Method::GET, &path);
    let with_cookie = with_cookie.header("cookie", format!("session={}", bob.jwt()));
    bob.send(with_cookie).await.assert_status(200);
    bob.post("/api/v1/user/logout", serde_json::json!({})).await.assert_status(200);
    bob.get(&path).await.assert_unauthorized();
}

#[tokio::test]
async fn a_missing_width_is_answered_with_the_next_wider_file() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.upload_picture(&Picture::default()).await;
    let request =
        Picture::narrow().in_body(ada.request(Method::PUT, &format!("/api/v1/media/{id}/480")));
    ada.send(request).await.assert_status(200);
    for (name, width) in [
        ("480x240.png", 480),
        ("100x50.webp", 480),
        ("481x241.png", 1_200),
        ("960x480.png", 1_200),
        ("1200x600.png", 1_200),
        ("1440x720.png", 1_200),
    ] {
        let served = app.anon().get(&format!("/media/{id}/{name}")).await;
        served.assert_status(200);
        assert_eq!(served.header("etag"), format!("\"{}w{width}\"", id.replace('-', "")), "{name}");
        let is_exact = name.starts_with(&format!("{width}x"));
        let caching = served.header("cache-control");
        assert_eq!(caching.contains("immutable"), is_exact, "{name}: {caching}");
    }
}

#[tokio::test]
async fn is_not_sent_again_to_those_who_have_it() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let id = app.sign_up("ada").await.upload_picture(&Picture::default()).await;
    let path = format!("/media/{id}/1200x600.png");
    let anon = app.anon();
    let etag = anon.get(&path).await.header("etag").to_owned();
    for (tag, status) in [(etag.as_str(), 304), ("\"other\"", 200)] {
        let answer = anon.send(anon.request(Method::GET, &path).header("if-none-match", tag)).await;
        answer.assert_status(status);
        assert_eq!(answer.header("etag"), etag);
        assert_eq!(answer.bytes.is_empty(), status == 304);
    }
    let head = anon.send(anon.request(Method::HEAD, &path)).await;
    head.assert_status(200);
    assert_eq!(head.header("content-length"), Picture::default().file.len().to_string());
    assert!(head.bytes.is_empty());
}

#[tokio::test]
async fn is_at_its_address_alone() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let id = app.sign_up("ada").await.upload_picture(&Picture::default()).await;
    let strange = "0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e";
    for path in [
        format!("/media/{strange}/1200x600.png"),
        format!("/media/{id}"),
        format!("/media/{id}/"),
        format!("/media/{id}/1200x600"),
        format!("/media/{id}/1200x600.html"),
        format!("/media/{id}/0x0.png"),
        format!("/media/{id}/1200.png"),
        format!("/media/{id}/999999x1.png"),
        format!("/media/{id}/1200x600.png/more"),
        "/media/nonsense/1200x600.png".to_owned(),
        "/media".to_owned(),
    ] {
        let answer = app.anon().get(&path).await;
        answer.assert_problem(404, "Not found");
    }
}
