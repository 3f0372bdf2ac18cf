//! `DELETE /api/v1/blog/{id}/draft`

use connectly_tests::App;
use serde_json::Value;

#[tokio::test]
async fn the_post_is_as_its_readers_see_it() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    ada.save_draft(&id).await;
    let answer = ada.delete(&format!("/api/v1/blog/{id}/draft")).await;
    answer.assert_status(204);
    assert_eq!(answer.header("etag"), "\"3\"");
    let read = ada.read_post(&id).await;
    assert_eq!((&read.body["post"]["draft"], read.header("etag")), (&Value::Null, "\"3\""));
    assert_eq!(read.body["post"]["title"], "First");
}

#[tokio::test]
async fn where_there_is_none_nothing_changes() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let answer = ada.delete(&format!("/api/v1/blog/{id}/draft")).await;
    answer.assert_status(204);
    assert_eq!(answer.header("etag"), "\"1\"");
    assert_eq!(ada.read_post(&id).await.header("etag"), "\"1\"");
}
