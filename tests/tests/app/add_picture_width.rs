use connectly_tests::{Actor, Answer, App, Picture};
use reqwest::Method;

async fn add(actor: &Actor, id: &str, width: &str, picture: &Picture) -> Answer {
    let path = format!("/api/v1/media/{id}/{width}");
    actor.send(picture.in_body(actor.request(Method::PUT, &path))).await
}

#[tokio::test]
async fn adds_a_file_that_is_then_served() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.upload_picture(&Picture::png(1_200, 600)).await;
    let narrow = Picture::png(480, 240);
    let answer = add(&ada, &id, "480", &narrow).await;
    answer.assert_success(200);
    let url = format!("/media/{id}/480x240.png");
    assert_eq!(answer.body["url"], url);
    let served = ada.get(&url).await;
    assert_eq!(served.bytes, narrow.file);
    assert!(served.header("cache-control").ends_with("immutable"));
    // Its room counts.
    let listed = ada.get("/api/v1/media").await;
    let bytes = Picture::png(1_200, 600).file.len() + narrow.file.len();
    assert_eq!(listed.body["pictures"][0]["bytes"], bytes);
    assert_eq!(listed.body["quota"]["used"], bytes);
}

#[tokio::test]
async fn keeps_the_file_that_is_there() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.upload_picture(&Picture::png(1_200, 600)).await;
    add(&ada, &id, "480", &Picture::png(480, 240)).await.assert_status(200);
    // One pixel is within what rounding can do.
    add(&ada, &id, "480", &Picture::png(480, 241)).await.assert_status(200);
    let served = ada.get(&format!("/media/{id}/480x240.png")).await;
    assert_eq!(served.bytes, Picture::png(480, 240).file);
}

#[tokio::test]
async fn refuses_another_picture() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.upload_picture(&Picture::png(960, 600)).await;
    for (width, picture, expected) in [
        ("480", Picture::png(481, 300), "hasn't the width"),
        ("480", Picture::png(480, 302), "hasn't the other one's shape"),
        ("960", Picture::png(960, 600), "isn't wider"),
        ("1440", Picture::png(1_440, 900), "isn't wider"),
    ] {
        let answer = add(&ada, &id, width, &picture).await;
        let problem = answer.assert_problem(422, "Picture cannot be used");
        assert!(problem.detail.contains(expected), "{}", problem.detail);
    }
    let answer = add(&ada, &id, "481", &Picture::png(481, 300)).await;
    answer.assert_invalid(&[("width", "choice")]);
}

#[tokio::test]
async fn is_for_the_owner_alone() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = ada.upload_picture(&Picture::png(1_200, 600)).await;
    add(&bob, &id, "480", &Picture::png(480, 240)).await.assert_problem(404, "Not found");
    assert_eq!(app.database().db_number("select count(*) from picture_files").await, 1);
}
