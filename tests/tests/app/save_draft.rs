//! `PUT /api/v1/blog/{id}/draft`

use connectly_tests::App;
use reqwest::{Method, header::IF_MATCH};
use serde_json::{Value, json};

const PATH: &str = "/api/v1/blog";

#[tokio::test]
async fn readers_go_on_seeing_the_post_as_it_was() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = ada.create_post("First").await;
    let before = bob.read_post(&id).await;
    let cover = "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/1600x900.webp";
    let draft = json!({
        "title": "Second", "content": "**New**", "tags": ["Looms"], "cover": cover, "coverAlt": "A loom",
    });
    let saved = ada.put(&format!("{PATH}/{id}/draft"), draft).await;
    saved.assert_success(200);
    assert_eq!((saved.header("etag"), &saved.body), ("\"2\"", &json!({ "id": id })));

    let post = &before.body["post"];
    assert_eq!(&bob.read_post(&id).await.body["post"], post);
    let own = ada.read_post(&id).await;
    for field in ["title", "content", "html", "tags", "updatedAt", "readingMinutes"] {
        assert_eq!(own.body["post"][field], post[field], "{field}");
    }
    let mut draft = own.body["post"]["draft"].clone();
    assert!(draft.as_object_mut().unwrap().remove("updatedAt").unwrap().is_string());
    let expected = json!({
        "title": "Second",
        "content": "**New**",
        "tags": ["Looms"],
        "cover": { "url": cover, "alt": "A loom", "width": 1600, "height": 900 },
    });
    assert_eq!(draft, expected);

    for (reader, has_draft) in [(&ada, true), (&bob, false)] {
        let list = reader.get(&format!("{PATH}/bulk")).await;
        assert_eq!(list.body["posts"][0]["hasDraft"], has_draft);
        assert_eq!(list.body["posts"][0]["title"], "First");
    }
}

#[tokio::test]
async fn publishing_a_text_drops_it_and_other_changes_do_not() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    ada.save_draft(&id).await;
    let tagged = ada.put(PATH, json!({"id": id, "tags": ["Looms"]})).await;
    assert_eq!(tagged.body["post"]["draft"]["title"], "Later");
    let updated = ada.put(PATH, json!({"id": id, "title": "Later", "content": "c"})).await;
    updated.assert_success(200);
    assert_eq!(updated.body["post"]["draft"], Value::Null);
    assert_eq!(ada.read_post(&id).await.body["post"]["draft"], Value::Null);
    assert_eq!(app.database().db_number("select count(*) from post_drafts").await, 0);
}

#[tokio::test]
async fn it_may_be_empty_but_not_the_draft_of_a_draft() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let empty = json!({"title": "", "content": ""});
    ada.put(&format!("{PATH}/{id}/draft"), empty.clone()).await.assert_success(200);
    let draft = ada.create_draft("Draft").await;
    ada.put(&format!("{PATH}/{draft}/draft"), empty).await.assert_problem(409, "Not published");
}

#[tokio::test]
async fn a_stale_one_is_refused() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let save = |etag: &'static str, title: &str| {
        let request = ada.request(Method::PUT, &format!("{PATH}/{id}/draft"));
        let body = json!({"title": title, "content": "c"});
        ada.send(request.header(IF_MATCH, etag).json(&body))
    };
    save("\"1\"", "One").await.assert_success(200);
    save("\"1\"", "Two").await.assert_problem(412, "Post has changed");
    save("\"2\"", "Three").await.assert_success(200);
    assert_eq!(ada.read_post(&id).await.body["post"]["draft"]["title"], "Three");
}

#[tokio::test]
async fn an_export_has_it() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    ada.save_draft(&id).await;
    let export = ada.get("/api/v1/user/export").await;
    assert_eq!(export.body["posts"][0]["draft"]["title"], "Later");
}
