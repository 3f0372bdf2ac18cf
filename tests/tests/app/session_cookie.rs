//! The token in a cookie, as browsers use it.

use connectly_tests::{Actor, Answer, App, PASSWORD, Stage};
use reqwest::Method;
use serde_json::json;

const POSTS: &str = "/api/v1/blog";

/// The header of a proxy that terminates https.
const HTTPS: (&str, &str) = ("x-forwarded-proto", "https");

/// The cookie that a browser would send back after an answer.
fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").split(';').next().unwrap().to_owned()
}

async fn sign_in(actor: &Actor, headers: &[(&str, &str)]) -> Answer {
    let mut request = actor.request(Method::POST, "/api/v1/user/signin");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    actor.send(request.json(&body)).await
}

/// Writes a post, authenticated only by a cookie.
async fn write(app: &App, cookie: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = app.anon().request(Method::POST, POSTS).header("cookie", cookie);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    app.anon().send(request.json(&json!({"title": "t", "content": "c"}))).await
}

#[tokio::test]
async fn signing_up_and_in_sets_it_where_no_script_can_read_it() {
    let app = App::start().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let signed_up = app.anon().post("/api/v1/user/signup", body).await;
    let signed_in = sign_in(&app.anon(), &[]).await;
    for answer in [signed_up, signed_in] {
        let jwt = answer.body["jwt"].as_str().unwrap();
        let attributes = "Path=/; Max-Age=604800; HttpOnly; SameSite=Strict";
        assert_eq!(answer.header("set-cookie"), format!("session={jwt}; {attributes}"));
    }
    let over_https = sign_in(&app.anon(), &[HTTPS]).await;
    assert!(over_https.header("set-cookie").starts_with("__Host-session="));
    assert!(over_https.header("set-cookie").ends_with("; Secure"));
}

#[tokio::test]
async fn over_https_another_host_of_the_domain_cannot_plant_one() {
    let app = App::start().await;
    app.sign_up("ada").await;
    let planted = cookie(&sign_in(&app.anon(), &[]).await);
    let own = cookie(&sign_in(&app.anon(), &[HTTPS]).await);
    write(&app, &planted, &[HTTPS]).await.assert_unauthorized();
    write(&app, &format!("{planted}; {own}"), &[HTTPS]).await.assert_success(201);
}

#[tokio::test]
async fn it_is_as_good_as_the_header() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let cookie = cookie(&sign_in(&app.anon(), &[]).await);
    let me = app.anon().request(Method::GET, "/api/v1/user/me").header("cookie", &cookie);
    assert_eq!(&app.anon().send(me).await.body["user"], ada.user());
    write(&app, &cookie, &[("sec-fetch-site", "same-origin")]).await.assert_success(201);
    write(&app, &format!("theme=dark; {cookie}"), &[]).await.assert_success(201);
}

#[tokio::test]
async fn the_header_goes_before_it() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let cookie = cookie(&sign_in(&app.anon(), &[]).await);
    let me =
        |actor: &Actor| actor.request(Method::GET, "/api/v1/user/me").header("cookie", &cookie);
    assert_eq!(&bob.send(me(&bob)).await.body["user"], bob.user());
    ada.send(me(&ada.with_token("a.b.c"))).await.assert_unauthorized();
}

#[tokio::test]
async fn it_is_found_whatever_cookies_stand_beside_it() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let cookie = cookie(&sign_in(&app.anon(), &[]).await);
    let me = async |lines: &[String]| {
        let mut request = app.anon().request(Method::GET, "/api/v1/user/me");
        for line in lines {
            // As text it would have to be ASCII.
            request = request.header("cookie", line.as_bytes());
        }
        app.anon().send(request).await
    };
    for lines in [
        &[format!("stadt=Köln; {cookie}")][..],
        &[format!("{cookie}; 城市=東京")],
        &["stadt=Köln".to_owned(), cookie.clone()],
        &[cookie.clone(), "emoji=😀".to_owned()],
        &[format!("quoted=\"a, b\"; {cookie}; x=\"")],
        // Another application on this host, with a common cookie name.
        &[format!("session=somebody.elses; {cookie}")],
        &["session=Köln".to_owned(), cookie.clone()],
    ] {
        let answer = me(lines).await;
        answer.assert_success(200);
        assert_eq!(&answer.body["user"], ada.user(), "{lines:?}");
    }
    for none in ["stadt=Köln", "session=", "Köln"] {
        me(&[none.to_owned()]).await.assert_unauthorized();
    }
    write(&app, &format!("stadt=Köln; {cookie}"), &[]).await.assert_success(201);
}

#[tokio::test]
async fn it_counts_beside_a_header_that_is_for_somebody_before_us() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let ada = app.sign_up("ada").await;
    let cookie = cookie(&sign_in(&app.anon(), &[]).await);
    let ask = async |path: &str, cookie: &str, headers: &[&str]| {
        let mut request = app.anon().request(Method::GET, path).header("cookie", cookie);
        for header in headers {
            request = request.header("authorization", header.as_bytes());
        }
        app.anon().send(request).await
    };
    let me = "/api/v1/user/me";
    for foreign in
        ["Basic YWRhOnNlY3JldA==", "basic YTpi", "Digest username=\"a\", realm=\"b\"", ""]
    {
        let answer = ask(me, &cookie, &[foreign]).await;
        answer.assert_success(200);
        assert_eq!(&answer.body["user"], ada.user(), "{foreign}");
        // Without the cookie, it is as if there were no token.
        let none = ask(me, "theme=dark", &[foreign]).await;
        none.assert_unauthorized();
        assert!(!none.header("www-authenticate").contains("invalid_token"), "{foreign}");
        ask("/api/v1/blog/bulk", "theme=dark", &[foreign]).await.assert_success(200);
        // A dead cookie is deleted, as without the header.
        let dead = ask("/api/v1/blog/bulk", "session=nonsense", &[foreign]).await;
        dead.assert_unauthorized();
        assert!(dead.header("set-cookie").starts_with("session=; "), "{foreign}");
    }
    // A bad token of ours stays bad, even with a valid cookie.
    ask(me, &cookie, &["Bearer a.b.c"]).await.assert_unauthorized();
    // A request from another site's page is refused as before.
    let forged = [("authorization", "Basic YTpi"), ("sec-fetch-site", "cross-site")];
    write(&app, &cookie, &forged).await.assert_unauthorized();
    let own = [("authorization", "Basic YTpi"), ("sec-fetch-site", "same-origin")];
    write(&app, &cookie, &own).await.assert_success(201);

    let bearer = format!("Bearer {}", ada.jwt());
    for two in [
        &["Basic YTpi", bearer.as_str()][..],
        &[&bearer, &bearer],
        &[&format!("Basic YTpi, {bearer}")],
        &[&format!("{bearer}, Basic YTpi")],
    ] {
        let problem = ask(me, &cookie, two).await.assert_problem(400, "Inputs not correct");
        assert!(problem.detail.contains("Authorization"), "{}", problem.detail);
    }
}

#[tokio::test]
async fn another_sites_page_cannot_use_it_to_change_anything() {
    let app = App::start().await;
    app.sign_up("ada").await;
    let cookie = cookie(&sign_in(&app.anon(), &[]).await);
    for forged in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        write(&app, &cookie, &[forged]).await.assert_unauthorized();
        let sign_out = app.anon().request(Method::POST, "/api/v1/user/logout");
        let sign_out = sign_out.header("cookie", &cookie).header(forged.0, forged.1);
        app.anon().send(sign_out).await.assert_unauthorized();
    }
    assert_eq!(app.database().db_number("select count(*) from posts").await, 0);

    let base = app.base();
    let origin = format!("http://{}:{}", base.host_str().unwrap(), base.port().unwrap());
    write(&app, &cookie, &[("origin", &origin)]).await.assert_success(201);
}

#[tokio::test]
async fn signing_out_makes_the_browser_forget_it() {
    let app = App::start().await;
    app.sign_up("ada").await;
    let cookie = cookie(&sign_in(&app.anon(), &[]).await);
    let sign_out = async || {
        let request = app.anon().request(Method::POST, "/api/v1/user/logout");
        app.anon().send(request.header("cookie", &cookie)).await
    };
    let first = sign_out().await;
    first.assert_success(200);
    let second = sign_out().await;
    second.assert_unauthorized();
    for answer in [first, second] {
        assert!(answer.header("set-cookie").starts_with("session=; Path=/; Max-Age=0; "));
    }
    write(&app, &cookie, &[]).await.assert_unauthorized();
}

#[tokio::test]
async fn a_malformed_one_is_refused_or_passed_over() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let list = async |cookie: &str| {
        let request = app.anon().request(Method::GET, "/api/v1/blog/bulk");
        app.anon().send(request.header("cookie", cookie)).await
    };
    for bad in ["session=a.b.c", "session=x", "session=%00", "x=y; session=\"a.b.c\""] {
        list(bad).await.assert_unauthorized();
    }
    for none in ["session=", "session", ";;;=", "sessions=a.b.c", "theme=dark"] {
        list(none).await.assert_success(200);
    }
}

#[tokio::test]
async fn a_dead_one_is_forgotten_and_no_other() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let ada = app.sign_up("ada").await;
    let cookie = cookie(&sign_in(&app.anon(), &[]).await);
    let read = async |headers: &[(&str, &str)]| {
        let mut request = app.anon().request(Method::GET, "/api/v1/blog/bulk");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        app.anon().send(request).await
    };
    assert_eq!(read(&[("cookie", &cookie)]).await.header("set-cookie"), "");

    app.database().db_execute("delete from sessions").await;
    let forgets = "session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict";
    for dead in [cookie.as_str(), "session=nonsense"] {
        let answer = read(&[("cookie", dead)]).await;
        answer.assert_unauthorized();
        assert_eq!(answer.header("set-cookie"), forgets, "{dead}");
    }
    // The header was refused, and says nothing about the cookie.
    let header = format!("Bearer {}", ada.jwt());
    let answer = read(&[("cookie", &cookie), ("authorization", &header)]).await;
    answer.assert_unauthorized();
    assert_eq!(answer.header("set-cookie"), "");
    // Another site's page can't end a session either.
    let answer = write(&app, &cookie, &[("sec-fetch-site", "cross-site")]).await;
    answer.assert_unauthorized();
    assert_eq!(answer.header("set-cookie"), "");
}
