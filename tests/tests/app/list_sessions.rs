use connectly_tests::{Actor, App, PASSWORD};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/user/sessions";

async fn sessions(actor: &Actor) -> Vec<Value> {
    let answer = actor.get(PATH).await;
    answer.assert_success(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.body["sessions"].as_array().unwrap().clone()
}

async fn sign_in_with(app: &App, user_agent: &str) -> Actor {
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let request = app.anon().request(Method::POST, "/api/v1/user/signin");
    let answer = app.anon().send(request.header("user-agent", user_agent).json(&body)).await;
    app.anon().with_account(&answer)
}

#[tokio::test]
async fn this_one_comes_first_then_those_used_last() {
    let app = App::start().await;
    let (first, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let phone =
        sign_in_with(&app, "Mozilla/5.0 (Android 15; Mobile; rv:145.0) Firefox/145.0").await;
    // Unknown parts of the header don't hide the known ones.
    let script = sign_in_with(&app, "Köln curl/8.14.1").await;

    let seen = sessions(&phone).await;
    let devices: Vec<_> = seen.iter().map(|session| &session["device"]).collect();
    assert_eq!(devices, [&json!("Firefox on Android"), &json!("curl"), &Value::Null]);
    let current: Vec<_> = seen.iter().map(|session| &session["current"]).collect();
    assert_eq!(current, [true, false, false]);
    assert_eq!(seen[0]["id"], phone.session_id().await);
    assert_eq!(seen[1]["id"], script.session_id().await);
    assert_eq!(seen[2]["id"], first.session_id().await);
    assert_eq!(sessions(&bob).await.len(), 1);
}

#[tokio::test]
async fn what_has_ended_is_not_there() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let (signed_out, expired) = (ada.sign_in_again().await, ada.sign_in_again().await);
    let id = expired.session_id().await;
    signed_out.post("/api/v1/user/logout", json!({})).await.assert_status(200);
    let expire = format!(
        "update sessions set created_at = now() - interval '8 days', \
         expires_at = now() - interval '1 second' where id = '{id}'"
    );
    app.database().db_execute(&expire).await;
    assert_eq!(sessions(&ada).await.len(), 1);
}

#[tokio::test]
async fn a_user_agent_is_never_shown_as_it_was_sent() {
    let app = App::start().await;
    app.sign_up("ada").await;
    for (user_agent, device) in [
        ("<script>alert(1)</script>", Value::Null),
        ("'; drop table users; -- Firefox/1 Windows", json!("Firefox on Windows")),
        (&"x".repeat(4000), Value::Null),
    ] {
        let ada = sign_in_with(&app, user_agent).await;
        assert_eq!(sessions(&ada).await[0]["device"], device);
    }
}

#[tokio::test]
async fn a_hundred_are_shown_and_this_one_is_among_them() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let many = "insert into sessions (id, user_id, expires_at, last_used_at)
        select gen_random_uuid(), id, now() + interval '1 day', now() + interval '1 hour'
        from users, generate_series(1, 150)";
    app.database().db_execute(many).await;
    let seen = sessions(&ada).await;
    assert_eq!(seen.len(), 100);
    assert_eq!(seen[0]["current"], true);
}
