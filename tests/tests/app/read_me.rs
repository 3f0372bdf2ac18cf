use connectly_tests::{Actor, App, JWT_SECRET};
use jwt_simple::prelude::{Duration, HS256Key, JWTClaims, MACLike};
use serde_json::{Value, json};

const PATH: &str = "/api/v1/user/me";

#[tokio::test]
async fn a_token_says_whose_it_is() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let answer = ada.get(PATH).await;
    answer.assert_success(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.body, json!({"user": ada.user()}));
}

#[tokio::test]
async fn no_token_and_a_bad_one_are_told_apart() {
    let app = App::start().await;
    let none = app.anon().get(PATH).await;
    none.assert_unauthorized();
    assert_eq!(none.header("www-authenticate"), "Bearer realm=\"connectly\"");
    let bad = app.anon().with_token("a.b.c").get(PATH).await;
    bad.assert_unauthorized();
    let challenge = "Bearer realm=\"connectly\", error=\"invalid_token\"";
    assert_eq!(bad.header("www-authenticate"), challenge);
}

#[tokio::test]
async fn a_token_whose_user_is_gone_is_dead() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    app.database().db_execute("delete from users").await;
    ada.get(PATH).await.assert_unauthorized();
}

#[tokio::test]
async fn a_good_signature_alone_is_worth_nothing() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    resigned(&ada, JWT_SECRET, |_| ()).get(PATH).await.assert_status(200);

    let no_session = |claims: &mut JWTClaims<Value>| {
        claims.custom["sid"] = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60".into();
    };
    resigned(&ada, JWT_SECRET, no_session).get(PATH).await.assert_unauthorized();
    let nameless = |claims: &mut JWTClaims<Value>| claims.custom["sid"] = Value::Null;
    resigned(&ada, JWT_SECRET, nameless).get(PATH).await.assert_unauthorized();
}

#[tokio::test]
async fn a_forged_or_expired_token_is_dead_though_its_session_lives() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let other_key = "another secret for tests, of more than 32 bytes";
    resigned(&ada, other_key, |_| ()).get(PATH).await.assert_unauthorized();

    let expired = |claims: &mut JWTClaims<Value>| {
        claims.expires_at = claims.issued_at.map(|time| time - Duration::from_secs(120));
    };
    resigned(&ada, JWT_SECRET, expired).get(PATH).await.assert_unauthorized();
    let endless = |claims: &mut JWTClaims<Value>| claims.expires_at = None;
    resigned(&ada, JWT_SECRET, endless).get(PATH).await.assert_unauthorized();
    let foreign = |claims: &mut JWTClaims<Value>| claims.issuer = Some("somebody".to_owned());
    resigned(&ada, JWT_SECRET, foreign).get(PATH).await.assert_unauthorized();
}

#[tokio::test]
async fn a_token_is_good_for_seven_days() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let key = HS256Key::from_bytes(JWT_SECRET.as_bytes());
    let claims = key.verify_token::<Value>(ada.jwt(), None).unwrap();
    let validity = claims.expires_at.unwrap() - claims.issued_at.unwrap();
    assert_eq!(validity, Duration::from_days(7));
    let in_database = "select extract(epoch from expires_at - created_at)::bigint from sessions";
    assert_eq!(app.database().db_number(in_database).await, 7 * 24 * 60 * 60);
}

/// The actor with a changed token, signed with `secret`.
fn resigned(actor: &Actor, secret: &str, change: impl Fn(&mut JWTClaims<Value>)) -> Actor {
    let key = HS256Key::from_bytes(JWT_SECRET.as_bytes());
    let mut claims = key.verify_token::<Value>(actor.jwt(), None).unwrap();
    change(&mut claims);
    let token = HS256Key::from_bytes(secret.as_bytes()).authenticate(claims).unwrap();
    actor.with_token(&token)
}
