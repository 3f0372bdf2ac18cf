//! The variables of `spin.toml`, right and wrong.

use connectly_tests::{App, JWT_SECRET, PASSWORD, Stage};
use serde_json::json;

#[tokio::test]
async fn a_short_key_is_refused_and_the_log_says_so() {
    let app = Stage::new().await.variable("jwt_secret", "short").start().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let answer = app.anon().post("/api/v1/user/signup", body).await;
    answer.assert_problem(503, "Service unavailable");
    let expected = "variable jwt_secret: the secret has 5 bytes; it must have at least 32";
    app.wait_for_log(expected).await;
    assert_eq!(app.database().db_number("select count(*) from users").await, 0);
}

#[tokio::test]
async fn a_short_previous_key_is_refused_too() {
    let app = Stage::new().await.variable("jwt_secret_previous", "short").start().await;
    app.anon().get("/api/v1/blog/bulk").await.assert_problem(503, "Service unavailable");
    let expected = "variable jwt_secret_previous: the secret has 5 bytes; it must have at least 32";
    app.wait_for_log(expected).await;
}

#[tokio::test]
async fn a_new_key_signs_nobody_out_while_the_previous_one_is_known() {
    const NEXT: &str = "the next secret for tests, of more than 32 bytes";
    let before = App::start().await;
    let ada = before.sign_up("ada").await;
    let url = before.database().url();
    let at = async |app: &App, jwt: &str| app.anon().with_token(jwt).get("/api/v1/user/me").await;

    let rotated = Stage::at(&url)
        .variable("jwt_secret", NEXT)
        .variable("jwt_secret_previous", JWT_SECRET)
        .start()
        .await;
    at(&rotated, ada.jwt()).await.assert_success(200);
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let answer = rotated.anon().post("/api/v1/user/signin", body).await;
    let newer = rotated.anon().with_account(&answer);
    at(&before, newer.jwt()).await.assert_unauthorized();

    let after = Stage::at(&url).variable("jwt_secret", NEXT).start().await;
    at(&after, newer.jwt()).await.assert_success(200);
    at(&after, ada.jwt()).await.assert_unauthorized();
}

#[tokio::test]
async fn public_reads_is_true_or_false() {
    let app = Stage::new().await.variable("public_reads", "maybe").start().await;
    app.anon().get("/api/v1/blog/bulk").await.assert_problem(503, "Service unavailable");
    let expected = "variable public_reads: \\\"maybe\\\" is neither true nor false";
    app.wait_for_log(expected).await;
}

#[tokio::test]
async fn a_security_contact_is_an_address() {
    for bad in ["security@example.com", "http://example.com", "https://a\nContact: b"] {
        let app = Stage::new().await.variable("security_contact", bad).start().await;
        let answer = app.anon().get("/.well-known/security.txt").await;
        answer.assert_problem(503, "Service unavailable");
        app.wait_for_log("variable security_contact: ").await;
        app.wait_for_log("is neither mailto:security@example.com nor https://").await;
        // The other components don't get it.
        app.sign_up("ada").await;
    }
}

#[tokio::test]
async fn a_limit_is_a_number_and_a_time() {
    for (name, bad, says) in [
        ("limit_sign_up", "many", "is no limit"),
        ("limit_sign_in", "0/hour", "is no limit"),
        ("limit_sign_in_by_address", "300", "is no limit"),
        ("limit_password_check", "20/week", "is no limit"),
        ("limit_writing", "", "is no limit"),
        ("limit_hashing", "20 / second", "is no limit"),
        ("trusted_proxies", "-1", "is no number of proxies"),
    ] {
        let app = Stage::new().await.variable(name, bad).start().await;
        app.anon().get("/api/v1/user/me").await.assert_problem(503, "Service unavailable");
        app.wait_for_log(&format!("variable {name}: \\\"{bad}\\\" {says}")).await;
    }
}

#[tokio::test]
async fn a_wrong_database_password_is_no_secret_in_the_answer() {
    let app = Stage::new().await.variable("user_db_password", "wrong-password").start().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let answer = app.anon().post("/api/v1/user/signup", body).await;
    answer.assert_problem(503, "Service unavailable");
    assert!(!app.log().contains("wrong-password"), "{}", app.log());
}

#[tokio::test]
async fn two_applications_with_different_keys_do_not_know_each_others_tokens() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let other = Stage::at(&app.database().url())
        .variable("jwt_secret", "another secret for tests, of more than 32 bytes")
        .start()
        .await;
    other.anon().with_token(ada.jwt()).get("/api/v1/user/me").await.assert_unauthorized();
}
