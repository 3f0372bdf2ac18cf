use connectly_tests::{App, Picture};
use serde_json::json;

#[tokio::test]
async fn lists_own_pictures_newest_first_in_pages() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let mut ids = Vec::new();
    for width in [10, 20, 30] {
        ids.insert(0, ada.upload_picture(&Picture::png(width, 8)).await);
    }
    bob.upload_picture(&Picture::default()).await;
    let first = ada.get("/api/v1/media?limit=2").await;
    first.assert_success(200);
    let id = |answer: &connectly_tests::Answer, index: usize| {
        answer.body["pictures"][index]["id"].as_str().map(str::to_owned)
    };
    assert_eq!([id(&first, 0), id(&first, 1)], [Some(ids[0].clone()), Some(ids[1].clone())]);
    let cursor = first.body["nextCursor"].as_str().unwrap();
    let second = ada.get(&format!("/api/v1/media?limit=2&cursor={cursor}")).await;
    assert_eq!([id(&second, 0), id(&second, 1)], [Some(ids[2].clone()), None]);
    assert_eq!(second.body["nextCursor"], json!(null));
    let listed = &first.body["pictures"][0];
    assert_eq!(listed["url"], format!("/media/{}/30x8.png", ids[0]));
    assert_eq!((&listed["width"], &listed["height"]), (&json!(30), &json!(8)));
}

#[tokio::test]
async fn says_how_much_room_is_used() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let none = ada.get("/api/v1/media").await;
    assert_eq!(
        none.body,
        json!({
            "pictures": [], "nextCursor": null, "quota": {"used": 0, "limit": 200_000_000},
        })
    );
    ada.upload_picture(&Picture::default()).await;
    let one = ada.get("/api/v1/media").await;
    assert_eq!(one.body["quota"]["used"], Picture::default().file.len());
}

#[tokio::test]
async fn says_whether_a_picture_is_in_use() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.upload_picture(&Picture::default()).await;
    let in_use = async || ada.get("/api/v1/media").await.body["pictures"][0]["inUse"].clone();
    assert_eq!(in_use().await, false);
    let content = format!("![](/media/{}/1200x600.png)", id.to_uppercase());
    let post = json!({"title": "Loom", "content": content});
    let created = ada.post("/api/v1/blog", post).await;
    let post = created.body["id"].as_str().unwrap();
    assert_eq!(in_use().await, true);
    ada.put("/api/v1/blog", json!({"id": post, "content": "None."})).await.assert_status(200);
    assert_eq!(in_use().await, false);
}

#[tokio::test]
async fn leaves_out_what_is_about_to_be_cleared_away() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    ada.upload_picture(&Picture::default()).await;
    let age = "update pictures set unused_since = now() - interval '7 days 1 hour'";
    app.database().db_execute(age).await;
    assert_eq!(ada.get("/api/v1/media").await.body["pictures"], json!([]));
}

#[tokio::test]
async fn refuses_bad_parameters_all_at_once() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let answer = ada.get("/api/v1/media?limit=101&cursor=x").await;
    answer.assert_invalid(&[("limit", "range"), ("cursor", "cursor")]);
}
