use connectly_tests::App;
use serde_json::json;

const PATH: &str = "/api/v1/user/logout";

#[tokio::test]
async fn the_token_is_dead_at_once_for_everything() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;

    let answer = ada.send(ada.request(reqwest::Method::POST, PATH)).await;
    answer.assert_success(200);
    assert_eq!(answer.body, json!({"loggedOut": true}));

    ada.get("/api/v1/user/me").await.assert_unauthorized();
    ada.read_post(&id).await.assert_unauthorized();
    ada.read_post("0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60").await.assert_unauthorized();
    ada.get("/api/v1/blog/bulk").await.assert_unauthorized();
    let post = json!({"title": "t", "content": "c"});
    ada.post("/api/v1/blog", post).await.assert_unauthorized();
    ada.put("/api/v1/blog", json!({"id": id, "title": "t"})).await.assert_unauthorized();
    ada.delete(&format!("/api/v1/blog/{id}")).await.assert_unauthorized();
    ada.post(PATH, json!({})).await.assert_unauthorized();

    assert_eq!(app.database().db_number("select count(*) from posts").await, 1);
    assert_eq!(app.database().db_number("select revision from posts").await, 1);
}

#[tokio::test]
async fn only_this_session_ends() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let body = json!({"email": "ada@example.com", "password": connectly_tests::PASSWORD});
    let elsewhere = app.anon().with_account(&app.anon().post("/api/v1/user/signin", body).await);

    ada.post(PATH, json!({})).await.assert_status(200);
    ada.get("/api/v1/user/me").await.assert_unauthorized();
    elsewhere.get("/api/v1/user/me").await.assert_status(200);
}

#[tokio::test]
async fn of_many_at_once_one_finds_the_session() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let ada = ada.clone();
            tokio::spawn(async move { ada.post(PATH, json!({})).await })
        })
        .collect();
    let mut statuses = Vec::new();
    for answer in tries {
        statuses.push(answer.await.unwrap().status);
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 401, 401, 401, 401, 401, 401, 401]);
}
