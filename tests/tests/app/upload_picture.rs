use connectly_tests::{Answer, App, Picture, Stage, png_of};
use connectly_types::limits::PICTURE_MAX;
use reqwest::Method;
use serde_json::json;

/// The path of a picture that was uploaded.
fn url(answer: &Answer) -> String {
    answer.assert_success(201);
    answer.body["picture"]["url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn stores_a_picture_that_is_then_served() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let picture = Picture::png(1_200, 600);
    let answer = ada.upload(&picture).await;
    let stored = &answer.body["picture"];
    let url = url(&answer);
    assert_eq!(url, format!("/media/{}/1200x600.png", stored["id"].as_str().unwrap()));
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

#[tokio::test]
async fn removes_what_is_not_needed_to_show_it() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let plain = Picture::png(8, 8);
    let pixels = plain.file[41..plain.file.len() - 16].to_vec();
    let text = (b"tEXt", b"Comment\0written at 51.4779 N, 0.0015 W".to_vec());
    let exif = (b"eXIf", b"MM\0*\0\0\0\x08\0\0\0\0\0\0 51.4779".to_vec());
    let mut file = png_of(8, 8, &[text, (b"IDAT", pixels), exif]);
    file.extend(b"<script>alert(1)</script>PK\x03\x04");
    let served = ada.get(&url(&ada.upload(&Picture::new("image/png", file)).await)).await;
    assert_eq!(served.bytes, plain.file);
}

#[tokio::test]
async fn refuses_what_it_does_not_take_as_a_picture() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let png = Picture::png(8, 8).file;
    for (media_type, file) in [
        ("image/svg+xml", &b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"[..]),
        ("image/png", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("image/jpeg", &png),
        ("application/octet-stream", &png),
        ("multipart/form-data; boundary=a", &png),
        ("image/png", b"<!doctype html><script>alert(1)</script>"),
        ("image/png", b""),
        ("image/gif", b"GIF8"),
        ("image/avif", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"),
    ] {
        let answer = ada.upload(&Picture::new(media_type, file)).await;
        answer.assert_problem(415, "Not a picture");
    }
    let request = ada.request(Method::POST, "/api/v1/media").body(png.clone());
    ada.send(request).await.assert_problem(415, "Not a picture");
    let request =
        Picture::new("image/png", png).in_body(ada.request(Method::POST, "/api/v1/media"));
    let answer = ada.send(request.header("content-encoding", "gzip")).await;
    answer.assert_problem(415, "Not a picture");
}

#[tokio::test]
async fn refuses_what_is_damaged_or_too_large() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let whole = Picture::png(600, 600).file;
    let half = whole[..whole.len() / 2].to_vec();
    let mut flipped = whole.clone();
    flipped[100] ^= 1;
    let bomb = png_of(60_000, 60_000, &[(b"IDAT", b"small".to_vec())]);
    for (file, expected) in
        [(half, "its end is missing"), (flipped, "damaged"), (bomb, "more than 50 megapixels")]
    {
        let answer = ada.upload(&Picture::new("image/png", file)).await;
        let problem = answer.assert_problem(422, "Picture cannot be used");
        assert!(problem.detail.contains(expected), "{}", problem.detail);
    }
    assert_eq!(app.database().db_number("select count(*) from pictures").await, 0);
}

#[tokio::test]
async fn takes_ten_mebibytes_and_no_more() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let with = |length: usize| {
        let data = vec![7; length - png_of(8, 8, &[(b"IDAT", Vec::new())]).len()];
        Picture::new("image/png", png_of(8, 8, &[(b"IDAT", data)]))
    };
    let picture = with(PICTURE_MAX);
    let served = ada.get(&url(&ada.upload(&picture).await)).await;
    assert!(served.bytes == picture.file);
    let answer = ada.upload(&with(PICTURE_MAX + 1)).await;
    answer.assert_problem(413, "Picture too large");
}

#[tokio::test]
async fn says_how_much_room_there_is_when_there_is_none() {
    let app = Stage::new().await.variable("picture_quota", "1 MB").start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let picture = Picture::new("image/png", png_of(8, 8, &[(b"IDAT", vec![7; 600_000])]));
    let id = ada.upload_picture(&picture).await;
    let problem = ada.upload(&picture).await.assert_problem(409, "No room left");
    assert!(problem.detail.contains("take up 0.7 of 1.0 MB"), "{}", problem.detail);
    // Another's room is another's.
    bob.upload_picture(&picture).await;
    ada.delete(&format!("/api/v1/media/{id}")).await.assert_status(204);
    ada.upload_picture(&picture).await;
}

#[tokio::test]
async fn two_at_once_do_not_both_take_the_last_room() {
    let app = Stage::new().await.variable("picture_quota", "1 MB").start().await;
    let ada = app.sign_up("ada").await;
    let picture = Picture::new("image/png", png_of(8, 8, &[(b"IDAT", vec![7; 600_000])]));
    let (one, two) = tokio::join!(ada.upload(&picture), ada.upload(&picture));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
}

#[tokio::test]
async fn is_limited_like_other_writing() {
    let app = Stage::new().await.variable("limit_writing", "1/hour").start().await;
    let ada = app.sign_up("ada").await;
    ada.upload_picture(&Picture::default()).await;
    ada.upload(&Picture::default()).await.assert_problem(429, "Too many requests");
}

/// Lets a picture have been unused for so many days.
async fn db_age(app: &App, id: &str, days: u32) {
    let statement = format!(
        "update pictures set unused_since = now() - interval '{days} days' where id = '{id}'"
    );
    app.database().db_execute(&statement).await;
}

#[tokio::test]
async fn clears_away_what_nothing_has_used_for_long() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let (old, new) = (
        ada.upload_picture(&Picture::default()).await,
        ada.upload_picture(&Picture::default()).await,
    );
    db_age(&app, &old, 9).await;
    db_age(&app, &new, 6).await;
    bob.upload_picture(&Picture::default()).await;
    ada.get(&format!("/media/{old}/1200x600.png")).await.assert_status(404);
    ada.get(&format!("/media/{new}/1200x600.png")).await.assert_status(200);
    // Its room is free again.
    let quota = &ada.get("/api/v1/media").await.body["quota"];
    assert_eq!(quota["used"], Picture::default().file.len());
}

#[tokio::test]
async fn clears_away_nothing_that_is_in_use() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let (in_post, in_draft) = (
        ada.upload_picture(&Picture::default()).await,
        ada.upload_picture(&Picture::default()).await,
    );
    for id in [&in_post, &in_draft] {
        db_age(&app, id, 9).await;
    }
    for (id, published) in [(&in_post, true), (&in_draft, false)] {
        let content = format!("![The loom](/media/{id}/1200x600.png)");
        let body = json!({"title": "Loom", "content": content, "published": published});
        ada.post("/api/v1/blog", body).await.assert_status(201);
    }
    ada.upload_picture(&Picture::default()).await;
    for id in [in_post, in_draft] {
        ada.get(&format!("/media/{id}/1200x600.png")).await.assert_status(200);
    }
}

#[tokio::test]
async fn a_picture_that_comes_into_use_at_this_moment_is_not_cleared_away() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = ada.upload_picture(&Picture::default()).await;
    db_age(&app, &id, 9).await;
    // Like a post that is being written: its transaction has not ended.
    let mut connection = app.database().connect().await;
    let use_it = format!(
        "begin;
        insert into posts (id, author_id, title, content, published)
        values (gen_random_uuid(), '{}', 'Loom', '![](/media/{id}/1200x600.png)', true)",
        ada.id()
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(use_it)).execute(&mut connection).await.unwrap();
    bob.upload_picture(&Picture::default()).await;
    sqlx::raw_sql("commit").execute(&mut connection).await.unwrap();
    bob.upload_picture(&Picture::default()).await;
    ada.get(&format!("/media/{id}/1200x600.png")).await.assert_status(200);
}
