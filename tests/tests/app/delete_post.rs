use connectly_tests::{Actor, Answer, App};
use reqwest::Method;
use serde_json::json;

async fn delete(actor: &Actor, id: &str) -> Answer {
    actor.delete(&format!("/api/v1/blog/{id}")).await
}

#[tokio::test]
async fn a_post_of_ones_own_is_gone() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let answer = delete(&ada, &id).await;
    answer.assert_status(204);
    assert!(answer.body.is_null());
    assert_eq!(answer.header("content-length"), "");
    ada.read_post(&id).await.assert_problem(404, "Not found");
    delete(&ada, &id).await.assert_problem(404, "Not found");
    assert_eq!(app.database().db_number("select count(*) from posts").await, 0);
}

#[tokio::test]
async fn a_stranger_is_forbidden() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let (id, draft) = (ada.create_post("First").await, ada.create_draft("Not yet").await);
    delete(&bob, &id).await.assert_problem(403, "Not yours");
    delete(&bob, &draft).await.assert_problem(404, "Not found");
    assert_eq!(app.database().db_number("select count(*) from posts").await, 2);
}

#[tokio::test]
async fn a_state_that_has_changed_is_not_deleted() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    ada.put("/api/v1/blog", json!({"id": id, "title": "Second"})).await.assert_status(200);
    let delete = async |etag: &str| {
        let request = ada.request(Method::DELETE, &format!("/api/v1/blog/{id}"));
        ada.send(request.header("if-match", etag)).await
    };
    delete("\"1\"").await.assert_problem(412, "Post has changed");
    delete("\"2\"").await.assert_status(204);
}

#[tokio::test]
async fn what_is_no_id_is_said_to_be_none() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    delete(&ada, "1").await.assert_invalid(&[("id", "uuid")]);
}

#[tokio::test]
async fn of_many_at_once_one_deletes() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let (ada, id) = (ada.clone(), id.clone());
            tokio::spawn(async move { delete(&ada, &id).await })
        })
        .collect();
    let mut statuses = Vec::new();
    for answer in tries {
        statuses.push(answer.await.unwrap().status);
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 404, 404, 404, 404, 404, 404, 404]);
}
