use std::time::{Duration, Instant};

use connectly_auth::HashedPassword;
use connectly_tests::{App, PASSWORD};
use connectly_types::Password;
use serde_json::json;

const PATH: &str = "/api/v1/user/signin";

/// Of "password", with little memory: the reference implementation's test vector.
const OUTDATED: &str =
    "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

#[tokio::test]
async fn the_right_password_gets_a_token_of_its_own() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let body = json!({"email": " ADA@example.com", "password": PASSWORD});
    let answer = app.anon().post(PATH, body).await;

    answer.assert_success(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(&answer.body["user"], ada.user());
    let again = app.anon().with_account(&answer);
    assert_ne!(again.jwt(), ada.jwt());
    again.get("/api/v1/user/me").await.assert_status(200);
    ada.get("/api/v1/user/me").await.assert_status(200);
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_email_look_alike() {
    let app = App::start().await;
    app.sign_up("ada").await;
    let sign_in = async |email: &str, password: &str| {
        let body = json!({"email": email, "password": password});
        let begin = Instant::now();
        let answer = app.anon().post(PATH, body).await;
        answer.assert_problem(401, "Incorrect credentials");
        (answer, begin.elapsed())
    };

    let (wrong, _) = sign_in("ada@example.com", "wrong").await;
    let (unknown, _) = sign_in("bob@example.com", PASSWORD).await;
    assert_eq!(wrong.body, unknown.body);
    assert_eq!(wrong.header("www-authenticate"), unknown.header("www-authenticate"));

    // About the same time: both hash. Without hashing it would be a fiftieth. Other tests take the
    // processor away at times, but not from all of so many.
    let mut fastest = [Duration::MAX; 2];
    for _ in 0..15 {
        for (fastest, email) in fastest.iter_mut().zip(["ada@example.com", "bob@example.com"]) {
            *fastest = (*fastest).min(sign_in(email, "wrong").await.1);
        }
    }
    let [known, unknown] = fastest.map(|time| time.as_secs_f64());
    assert!((0.5..2.0).contains(&(unknown / known)), "known {known} s, unknown {unknown} s");
}

#[tokio::test]
async fn a_password_fits_however_its_letters_were_typed() {
    let app = App::start().await;
    let (composed, decomposed) =
        ("cr\u{e8}me br\u{fb}l\u{e9}e", "cre\u{300}me bru\u{302}le\u{301}e");
    for (email, at_first, later) in
        [("ada@example.com", composed, decomposed), ("bob@example.com", decomposed, composed)]
    {
        let body = json!({"email": email, "password": at_first});
        app.anon().post("/api/v1/user/signup", body).await.assert_success(201);
        for password in [at_first, later] {
            let body = json!({"email": email, "password": password});
            app.anon().post(PATH, body).await.assert_success(200);
        }
        let body = json!({"email": email, "password": "creme brulee"});
        app.anon().post(PATH, body).await.assert_problem(401, "Incorrect credentials");
    }
}

#[tokio::test]
async fn bad_input_names_every_fault() {
    let app = App::start().await;
    for (body, faults) in [
        (json!({}), &[("email", "required"), ("password", "required")][..]),
        (json!({"email": "ada", "password": ""}), &[("email", "email"), ("password", "length")]),
        (json!({"email": "a@b.c", "password": "p".repeat(129)}), &[("password", "length")]),
        (json!({"email": null, "password": 7}), &[("email", "required"), ("password", "type")]),
    ] {
        app.anon().post(PATH, body).await.assert_invalid(faults);
    }
}

#[tokio::test]
async fn an_outdated_hash_is_made_anew() {
    let app = App::start().await;
    app.sign_up("ada").await;
    app.database().db_execute(&format!("update users set password_hash = '{OUTDATED}'")).await;

    let body = json!({"email": "ada@example.com", "password": "password"});
    app.anon().post(PATH, body.clone()).await.assert_status(200);
    let renewed = "select count(*) from users where password_hash like '$argon2id$v=19$m=19456,%'";
    assert_eq!(app.database().db_number(renewed).await, 1);
    app.anon().post(PATH, body).await.assert_status(200);
}

#[tokio::test]
async fn the_right_password_is_right_also_while_its_hash_is_made_anew() {
    let app = App::start().await;
    app.sign_up("ada").await;
    app.database().db_execute(&format!("update users set password_hash = '{OUTDATED}'")).await;
    let body = json!({"email": "ada@example.com", "password": "password"});
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let (anon, body) = (app.anon(), body.clone());
            tokio::spawn(async move { anon.post(PATH, body).await })
        })
        .collect();
    for answer in tries {
        answer.await.unwrap().assert_success(200);
    }
}

#[tokio::test]
async fn expired_sessions_of_the_user_are_cleared_away() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let expire = "update sessions set created_at = now() - interval '8 days', \
        expires_at = now() - interval '1 day'";
    app.database().db_execute(expire).await;
    ada.get("/api/v1/user/me").await.assert_unauthorized();

    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    app.anon().post(PATH, body).await.assert_status(200);
    assert_eq!(app.database().db_number("select count(*) from sessions").await, 1);
}

#[tokio::test]
async fn a_component_hashes_as_native_code_does() {
    let password = |text: &str| Password::parse(text.to_owned()).unwrap();
    let app = App::start().await;
    app.sign_up("ada").await;
    let mut connection = app.database().connect().await;
    let stored = "select password_hash from users";
    let stored: String = sqlx::query_scalar(stored).fetch_one(&mut connection).await.unwrap();
    let stored = HashedPassword::from_stored(stored);
    assert!(stored.verify(&password(PASSWORD)));
    assert!(!stored.verify(&password("another password")));

    let native = HashedPassword::new(&password("hashed natively")).unwrap();
    let store = format!("update users set password_hash = '{}'", native.as_str());
    app.database().db_execute(&store).await;
    for (password, status) in [("hashed natively", 200), (PASSWORD, 401)] {
        let body = json!({"email": "ada@example.com", "password": password});
        app.anon().post(PATH, body).await.assert_status(status);
    }
}
