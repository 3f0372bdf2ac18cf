//! Pictures in an object store.

use connectly_tests::{App, ObjectStore, Picture, Stage};

/// Makes everything in the database's list of leftover files due.
const ALL_ARE_DUE: &str = "update leftover_files set due_at = now()";

async fn start() -> (ObjectStore, App) {
    let store = ObjectStore::start().await;
    let app = store.of(Stage::new().await).start().await;
    (store, app)
}

#[tokio::test]
async fn keeps_files_under_their_addresses_and_serves_them() {
    let (store, app) = start().await;
    let ada = app.sign_up("ada").await;
    let (picture, narrow) = (Picture::default(), Picture::narrow());
    let id = ada.upload_picture(&picture).await;
    let path = format!("/api/v1/media/{id}/480");
    let request = narrow.in_body(ada.request(reqwest::Method::PUT, &path));
    ada.send(request).await.assert_status(200);
    let keys = [format!("media/{id}/1200x600.png"), format!("media/{id}/480x240.png")];
    assert_eq!(store.keys(), keys);
    assert_eq!(store.read(&keys[0]), picture.file);
    for (key, picture) in keys.iter().zip([&picture, &narrow]) {
        let served = ada.get(&format!("/{key}")).await;
        served.assert_status(200);
        assert_eq!(served.header("content-type"), "image/png");
        assert_eq!(served.bytes, picture.file);
    }
    let in_postgres = "select count(*) from picture_files where content is not null";
    assert_eq!(app.database().db_number(in_postgres).await, 0);
    assert_eq!(app.database().db_number("select count(*) from leftover_files").await, 0);
}

#[tokio::test]
async fn deletes_the_files_of_what_is_deleted() {
    let (store, app) = start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.upload_picture(&Picture::default()).await;
    ada.delete(&format!("/api/v1/media/{id}")).await.assert_status(204);
    assert!(store.keys().is_empty(), "{:?}", store.keys());
    assert_eq!(app.database().db_number("select count(*) from leftover_files").await, 0);
}

#[tokio::test]
async fn the_next_upload_deletes_what_an_account_has_left_behind() {
    let (store, app) = start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    ada.upload_picture(&Picture::default()).await;
    let leave = serde_json::json!({"password": connectly_tests::PASSWORD, "posts": "delete"});
    ada.post("/api/v1/user/delete", leave).await.assert_status(204);
    let id = bob.upload_picture(&Picture::default()).await;
    assert_eq!(store.keys(), [format!("media/{id}/1200x600.png")]);
}

#[tokio::test]
async fn a_file_whose_picture_found_no_room_is_deleted() {
    let store = ObjectStore::start().await;
    let stage = store.of(Stage::new().await).variable("picture_quota", "0 MB");
    let app = stage.start().await;
    let ada = app.sign_up("ada").await;
    ada.upload(&Picture::default()).await.assert_problem(409, "No room left");
    assert_eq!(store.keys().len(), 1);
    app.database().db_execute(ALL_ARE_DUE).await;
    ada.upload(&Picture::default()).await.assert_problem(409, "No room left");
    // The second one's. It is due later.
    assert_eq!(store.keys().len(), 1);
    assert_eq!(app.database().db_number("select count(*) from leftover_files").await, 1);
}

#[tokio::test]
async fn without_an_answer_nothing_is_stored() {
    let (store, app) = start().await;
    let ada = app.sign_up("ada").await;
    drop(store);
    let answer = ada.upload(&Picture::default()).await;
    answer.assert_problem(503, "Service unavailable");
    assert_eq!(app.database().db_number("select count(*) from pictures").await, 0);
}

#[tokio::test]
async fn pictures_from_before_stay_in_postgres() {
    let store = ObjectStore::start().await;
    let without = App::start().await;
    let ada = without.sign_up("ada").await;
    let picture = Picture::default();
    let id = ada.upload_picture(&picture).await;
    let with = store.of(Stage::at(&without.database().url())).start().await;
    let ada = with.anon().with_token(ada.jwt());
    let served = ada.get(&format!("/media/{id}/1200x600.png")).await;
    served.assert_status(200);
    assert_eq!(served.bytes, picture.file);
}
