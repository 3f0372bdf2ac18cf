//! `GET /api/v1/blog/authors/{handle}`

use connectly_tests::{App, PASSWORD};
use serde_json::{Value, json};

const PATH: &str = "/api/v1/blog/authors";

#[tokio::test]
async fn an_author_is_who_readers_know() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let profile = json!({"bio": "Weaver.", "links": ["https://ada.example"]});
    ada.patch("/api/v1/user/me", profile).await.assert_success(200);
    ada.create_post("First").await;
    ada.create_draft("Draft").await;
    let answer = bob.get(&format!("{PATH}/ADA")).await;
    answer.assert_success(200);
    let mut author = answer.body["author"].clone();
    assert!(author.as_object_mut().unwrap().remove("joinedAt").unwrap().is_string());
    let expected = json!({
        "id": ada.id(),
        "handle": "ada",
        "name": "ada",
        "bio": "Weaver.",
        "links": ["https://ada.example"],
        "picture": null,
        "posts": 1,
    });
    assert_eq!(author, expected);
    bob.get(&format!("{PATH}/nobody")).await.assert_problem(404, "Not found");
    bob.get(&format!("{PATH}/@ada")).await.assert_invalid(&[("handle", "handle")]);
}

#[tokio::test]
async fn a_former_handle_leads_to_the_author_and_is_nobody_elses() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    ada.patch("/api/v1/user/me", json!({"handle": "countess"})).await.assert_success(200);
    let answer = bob.get(&format!("{PATH}/ada")).await;
    assert_eq!(answer.body["author"]["handle"], "countess");
    let taken = bob.patch("/api/v1/user/me", json!({"handle": "Ada", "bio": "New"})).await;
    taken.assert_problem(409, "Handle already taken");
    let me = bob.get("/api/v1/user/me").await;
    assert_eq!(
        (&me.body["user"]["handle"], &me.body["user"]["bio"]),
        (&"bob".into(), &Value::Null)
    );
    // One's own can be taken back, however often.
    for handle in ["ada", "countess", "ada"] {
        ada.patch("/api/v1/user/me", json!({"handle": handle})).await.assert_success(200);
    }
    // Somebody of the same name gets another one.
    let other = json!({"email": "other@example.com", "password": PASSWORD, "name": "Ada"});
    let answer = app.anon().post("/api/v1/user/signup", other).await;
    assert_eq!(answer.body["user"]["handle"], "ada_2");
}

#[tokio::test]
async fn nobody_collects_handles() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for number in 2..=20 {
        let handle = json!({"handle": format!("ada_{number}")});
        ada.patch("/api/v1/user/me", handle).await.assert_success(200);
    }
    let one_more = ada.patch("/api/v1/user/me", json!({"handle": "ada_21"})).await;
    one_more.assert_invalid(&[("handle", "handles")]);
    ada.patch("/api/v1/user/me", json!({"handle": "ada_7"})).await.assert_success(200);
}

#[tokio::test]
async fn a_deleted_author_has_no_page_and_the_posts_stay() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = ada.create_post("First").await;
    let delete = json!({"password": PASSWORD, "posts": "keep"});
    ada.post("/api/v1/user/delete", delete).await.assert_status(204);
    bob.get(&format!("{PATH}/ada")).await.assert_problem(404, "Not found");
    let read = bob.get("/api/v1/blog/at/ada/first").await;
    let post = &read.body["post"];
    assert_eq!((&post["id"], &post["author"]["handle"]), (&id.into(), &Value::Null));
    let address = post["address"].as_str().unwrap();
    assert!(address.starts_with("/@deleted_") && address.ends_with("/first"), "{address}");
    bob.get(&format!("/api/v1/blog/at/{}", &address[2..])).await.assert_success(200);
}

#[tokio::test]
async fn a_handle_is_made_from_the_name_and_never_from_the_address() {
    let app = App::start().await;
    for (number, (name, handle)) in [
        (json!("Ćma Ślimak"), "cma_slimak"),
        (json!("Ada Lovelace"), "ada_lovelace"),
        (json!("  ADA -- LOVELACE "), "ada_lovelace_2"),
        (json!("Admin"), "author"),
        (json!("日本"), "author_2"),
        (json!(null), "author_3"),
        (json!("x"), "author_4"),
        (json!("n".repeat(80)), "nnnnnnnnnnnnnnnnnnnnnnnn"),
    ]
    .into_iter()
    .enumerate()
    {
        let email = format!("secret{number}@example.com");
        let body = json!({"email": email, "password": PASSWORD, "name": name});
        let answer = app.anon().post("/api/v1/user/signup", body).await;
        assert_eq!(answer.body["user"]["handle"], handle, "{name}");
    }
}
