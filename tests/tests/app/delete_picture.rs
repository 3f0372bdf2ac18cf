use connectly_tests::{App, Picture};
use serde_json::json;

#[tokio::test]
async fn deletes_the_picture_with_its_files() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.upload_picture(&Picture::default()).await;
    ada.delete(&format!("/api/v1/media/{id}")).await.assert_status(204);
    ada.get(&format!("/media/{id}/1200x600.png")).await.assert_status(404);
    ada.delete(&format!("/api/v1/media/{id}")).await.assert_problem(404, "Not found");
    assert_eq!(ada.get("/api/v1/media").await.body["quota"]["used"], 0);
}

#[tokio::test]
async fn refuses_while_something_of_the_owners_uses_it() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let path = format!("/api/v1/media/{}", ada.upload_picture(&Picture::default()).await);
    let id = path.rsplit('/').next().unwrap();
    let content = format!("![](/media/{id}/1200x600.png)");
    let draft = json!({"title": "Loom", "content": content, "published": false});
    let created = ada.post("/api/v1/blog", draft).await;
    ada.delete(&path).await.assert_problem(409, "Picture in use");
    let post = created.body["id"].as_str().unwrap();
    ada.delete(&format!("/api/v1/blog/{post}")).await.assert_status(204);
    ada.delete(&path).await.assert_status(204);
}

#[tokio::test]
async fn anothers_use_keeps_no_picture_from_its_owner() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = ada.upload_picture(&Picture::default()).await;
    let post = json!({"title": "Loom", "content": format!("![](/media/{id}/1200x600.png)")});
    bob.post("/api/v1/blog", post).await.assert_status(201);
    bob.delete(&format!("/api/v1/media/{id}")).await.assert_problem(404, "Not found");
    ada.delete(&format!("/api/v1/media/{id}")).await.assert_status(204);
}

#[tokio::test]
async fn a_cover_and_a_profile_picture_are_uses_too() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let post = ada.create_post("Loom").await;
    let draft = ada.create_post("Engine").await;
    for (using, leaving) in [
        (
            format!("update posts set cover = '$url' where id = '{post}'"),
            format!("update posts set cover = null where id = '{post}'"),
        ),
        (
            format!(
                "insert into post_drafts (post_id, title, content, cover)
                values ('{draft}', 'Engine', '', '$url')"
            ),
            format!("delete from post_drafts where post_id = '{draft}'"),
        ),
        (
            format!("update users set picture = '$url' where id = '{}'", ada.id()),
            format!("update users set picture = null where id = '{}'", ada.id()),
        ),
    ] {
        let id = ada.upload_picture(&Picture::default()).await;
        let url = format!("/media/{id}/1200x600.png");
        app.database().db_execute(&using.replace("$url", &url)).await;
        let path = format!("/api/v1/media/{id}");
        ada.delete(&path).await.assert_problem(409, "Picture in use");
        app.database().db_execute(&leaving).await;
        ada.delete(&path).await.assert_status(204);
    }
}
