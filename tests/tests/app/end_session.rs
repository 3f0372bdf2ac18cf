use connectly_tests::App;

fn path(id: &str) -> String {
    format!("/api/v1/user/sessions/{id}")
}

#[tokio::test]
async fn its_token_is_dead_and_the_others_live() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let (lost, kept) = (ada.sign_in_again().await, ada.sign_in_again().await);
    let id = lost.session_id().await;
    ada.delete(&path(&id)).await.assert_status(204);
    lost.get("/api/v1/user/me").await.assert_unauthorized();
    ada.get("/api/v1/user/me").await.assert_success(200);
    kept.get("/api/v1/user/me").await.assert_success(200);
    ada.delete(&path(&id)).await.assert_problem(404, "Not found");
}

#[tokio::test]
async fn ones_own_can_be_ended_too() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    // Even if live_session would record that it is in use.
    app.database().db_execute("update sessions set last_used_at = now() - interval '1 day'").await;
    let id = {
        let other = ada.sign_in_again().await;
        let answer = other.get("/api/v1/user/sessions").await;
        answer.body["sessions"][1]["id"].as_str().unwrap().to_owned()
    };
    ada.delete(&path(&id)).await.assert_status(204);
    ada.get("/api/v1/user/me").await.assert_unauthorized();
}

#[tokio::test]
async fn a_strangers_is_not_there() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = bob.session_id().await;
    ada.delete(&path(&id)).await.assert_problem(404, "Not found");
    bob.get("/api/v1/user/me").await.assert_success(200);
}

#[tokio::test]
async fn of_many_at_once_one_finds_it() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.sign_in_again().await.session_id().await;
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let (ada, path) = (ada.clone(), path(&id));
            tokio::spawn(async move { ada.delete(&path).await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for status in tries {
        statuses.push(status.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 404, 404, 404, 404, 404, 404, 404]);
}

#[tokio::test]
async fn what_is_no_id_is_invalid() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    ada.delete(&path("nonsense")).await.assert_invalid(&[("id", "uuid")]);
}
