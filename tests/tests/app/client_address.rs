//! Which address a request counts for, and that clients cannot forge it. The limit on signing up
//! shows it.

use connectly_tests::{Actor, App, PASSWORD, Stage};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

/// One sign-up for each address.
async fn behind(trusted_proxies: &str) -> App {
    Stage::new()
        .await
        .variable("limit_sign_up", "1/day")
        .variable("trusted_proxies", trusted_proxies)
        .start()
        .await
}

/// The status of signing up with these headers.
async fn sign_up(anon: &Actor, headers: &[(&str, &str)]) -> u16 {
    let email = format!("{}@example.com", Uuid::new_v4().simple());
    let body = json!({"email": email, "password": PASSWORD});
    let mut request = anon.request(Method::POST, "/api/v1/user/signup").json(&body);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    anon.send(request).await.status
}

const CLIENT: &str = "spin-client-addr";
const FORWARDED: &str = "x-forwarded-for";

#[tokio::test]
async fn is_the_hosts_word_when_no_proxy_is_trusted() {
    let app = behind("0").await;
    assert_eq!(sign_up(&app.anon(), &[]).await, 201);
    for forged in [
        &[][..],
        &[(CLIENT, "203.0.113.5")],
        &[(CLIENT, "203.0.113.5:1, 203.0.113.6:2")],
        &[(FORWARDED, "203.0.113.5")],
        &[
            (CLIENT, "203.0.113.5"),
            (CLIENT, "203.0.113.6"),
            (FORWARDED, "203.0.113.7, 203.0.113.8"),
        ],
        &[(CLIENT, "nonsense"), (FORWARDED, "nonsense")],
    ] {
        assert_eq!(sign_up(&app.anon(), forged).await, 429, "{forged:?}");
    }
}

#[tokio::test]
async fn is_the_last_entry_behind_a_proxy() {
    let app = behind("1").await;
    assert_eq!(sign_up(&app.anon(), &[(FORWARDED, "203.0.113.5")]).await, 201);
    for forged in [
        &[(FORWARDED, "203.0.113.5")][..],
        &[(FORWARDED, "198.51.100.1, 203.0.113.5")],
        &[(FORWARDED, "Köln, 203.0.113.5")],
        &[(FORWARDED, "198.51.100.1"), (FORWARDED, "203.0.113.5:4000")],
        &[(FORWARDED, "::ffff:203.0.113.5"), (CLIENT, "198.51.100.1")],
    ] {
        assert_eq!(sign_up(&app.anon(), forged).await, 429, "{forged:?}");
    }
    // Another client.
    assert_eq!(sign_up(&app.anon(), &[(FORWARDED, "203.0.113.5, 203.0.113.6")]).await, 201);
    // A client with one IPv6 address has its neighbours too.
    assert_eq!(sign_up(&app.anon(), &[(FORWARDED, "2001:db8:1:2::1")]).await, 201);
    assert_eq!(sign_up(&app.anon(), &[(FORWARDED, "[2001:db8:1:2:ffff::2]:443")]).await, 429);
    assert_eq!(sign_up(&app.anon(), &[(FORWARDED, "2001:db8:1:3::1")]).await, 201);
}

#[tokio::test]
async fn is_the_entry_before_the_last_behind_two_proxies() {
    let app = behind("2").await;
    assert_eq!(sign_up(&app.anon(), &[(FORWARDED, "203.0.113.5, 10.0.0.1")]).await, 201);
    for forged in [
        &[(FORWARDED, "203.0.113.5, 10.0.0.2")][..],
        &[(FORWARDED, "198.51.100.1, 203.0.113.5"), (FORWARDED, "10.0.0.1")],
        &[(FORWARDED, "198.51.100.1, 198.51.100.2, 203.0.113.5, 10.0.0.1"), (CLIENT, "10.0.0.9")],
    ] {
        assert_eq!(sign_up(&app.anon(), forged).await, 429, "{forged:?}");
    }
    assert_eq!(sign_up(&app.anon(), &[(FORWARDED, "203.0.113.6, 10.0.0.1")]).await, 201);
}

#[tokio::test]
async fn is_who_has_connected_where_a_request_went_past_the_proxies() {
    let app = behind("2").await;
    assert_eq!(sign_up(&app.anon(), &[]).await, 201);
    for forged in [
        &[(FORWARDED, "203.0.113.5")][..],
        &[(FORWARDED, "nonsense, 10.0.0.1")],
        &[(FORWARDED, ", 10.0.0.1"), (CLIENT, "203.0.113.6")],
    ] {
        assert_eq!(sign_up(&app.anon(), forged).await, 429, "{forged:?}");
    }
}
