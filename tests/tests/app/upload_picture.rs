use connectly_tests::{App, Picture};
use serde_json::json;

#[tokio::test]
async fn stores_a_picture_that_is_then_served() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let picture = Picture::png(1_200, 600);
    let answer = ada.upload(&picture).await;
    answer.assert_success(201);
    let stored = &answer.body["picture"];
    let url = format!("/media/{}/1200x600.png", stored["id"].as_str().unwrap());
    assert_eq!(answer.header("location"), url);
    assert_eq!(
        *stored,
        json!({
            "id": stored["id"], "url": url, "width": 1_200, "height": 600, "mediaType": "image/png",
            "bytes": picture.file.len(),
        })
    );
    let served = ada.get(&url).await;
    served.assert_status(200);
    assert_eq!(served.header("content-type"), "image/png");
    assert_eq!(served.bytes, picture.file);
}
