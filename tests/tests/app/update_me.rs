use connectly_tests::App;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/user/me";

#[tokio::test]
async fn a_name_changes_stays_or_goes() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for (body, name) in [
        (json!({"name": " Ada King "}), json!("Ada King")),
        (json!({}), json!("Ada King")),
        (json!({"email": "eve@example.com"}), json!("Ada King")),
        (json!({"name": null}), Value::Null),
        (json!({"name": "Zo\u{eb} 😀"}), json!("Zo\u{eb} 😀")),
    ] {
        let answer = ada.patch(PATH, body).await;
        answer.assert_success(200);
        assert_eq!(answer.header("cache-control"), "no-store");
        let mut user = ada.user().clone();
        user["name"] = name;
        assert_eq!(answer.body, json!({"user": user}));
        assert_eq!(ada.get(PATH).await.body, answer.body);
    }
}

#[tokio::test]
async fn readers_see_the_new_name_and_others_keep_theirs() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let post = ada.create_post("First").await;
    ada.patch(PATH, json!({"name": "Countess"})).await.assert_success(200);
    assert_eq!(bob.read_post(&post).await.body["post"]["author"]["name"], "Countess");
    assert_eq!(bob.get(PATH).await.body["user"]["name"], "bob");
}

#[tokio::test]
async fn bad_input_names_every_fault_and_changes_nothing() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for (name, code) in [
        (json!(" "), "length"),
        (json!("n".repeat(81)), "length"),
        (json!("a\0b"), "nul"),
        (json!(" \u{200b}\u{2066} "), "blank"),
        (json!(7), "type"),
    ] {
        ada.patch(PATH, json!({"name": name})).await.assert_invalid(&[("name", code)]);
    }
    assert_eq!(ada.get(PATH).await.body["user"]["name"], "ada");
}
