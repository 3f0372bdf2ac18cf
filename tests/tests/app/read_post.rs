use connectly_tests::{App, Stage};
use reqwest::Method;
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

#[tokio::test]
async fn others_read_what_is_published() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = ada.create_post("First").await;
    let answer = bob.read_post(&id).await;
    answer.assert_success(200);
    assert_eq!(answer.body, ada.read_post(&id).await.body);
    assert_eq!(answer.body["post"]["author"]["name"], "ada");
}

#[tokio::test]
async fn times_are_rfc_3339_in_utc() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    app.database()
        .db_execute(
            "update posts set created_at = '2026-02-03 04:05:06.7+02', updated_at = created_at",
        )
        .await;
    let post = &ada.read_post(&id).await.body["post"];
    assert_eq!(post["createdAt"], "2026-02-03T02:05:06.700000Z");
}

#[tokio::test]
async fn a_draft_is_there_for_its_author_alone() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = ada.create_draft("Not yet").await;
    ada.read_post(&id).await.assert_success(200);
    let hidden = bob.read_post(&id).await;
    hidden.assert_problem(404, "Not found");
    let absent = bob.read_post("0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60").await;
    assert_eq!(hidden.body, absent.body);
}

#[tokio::test]
async fn what_is_no_id_is_said_to_be_none() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for id in ["1", "nonsense", "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f6", "%ff", "%00"] {
        ada.read_post(id).await.assert_invalid(&[("id", "uuid")]);
    }
    let id = ada.create_post("First").await;
    ada.read_post(&id.to_uppercase()).await.assert_success(200);
    ada.read_post(&format!("{id}/more")).await.assert_problem(404, "Not found");
}

#[tokio::test]
async fn what_was_blank_before_that_was_refused_can_still_be_read() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    app.database().db_execute("update posts set title = U&'\\200b', content = U&'\\2060'").await;
    let read = ada.read_post(&id).await;
    read.assert_success(200);
    assert_eq!(read.body["post"]["title"], "\u{200b}");
    ada.get("/api/v1/blog/bulk").await.assert_success(200);
    let body = json!({"id": id, "published": false});
    ada.put("/api/v1/blog", body).await.assert_success(200);
}

#[tokio::test]
async fn a_reader_who_has_it_already_gets_304() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let path = format!("/api/v1/blog/{id}");
    let read = ada.read_post(&id).await;
    let etag = read.header("etag");
    assert!(etag.starts_with('"') && etag.ends_with('"'), "{etag}");
    assert_eq!(read.header("cache-control"), "private, no-cache");

    let with = async |value: &str| {
        ada.send(ada.request(Method::GET, &path).header("if-none-match", value)).await
    };
    let weak = format!("W/{etag}");
    let listed = format!("\"x\", {etag}");
    for matching in [etag, &weak, &listed, "*", "\"1-gzip\"", "W/\"1--br\"", "\"Köln\", \"1;gzip\""]
    {
        let answer = with(matching).await;
        answer.assert_status(304);
        assert_eq!(answer.header("etag"), etag);
        assert!(answer.body.is_null());
        assert_eq!(answer.header("content-length"), "");
    }
    for other in ["\"0\"", "\"x\"", "\"11-gzip\"", "nonsense"] {
        with(other).await.assert_success(200);
    }

    ada.put("/api/v1/blog", json!({"id": id, "title": "Second"})).await.assert_status(200);
    let changed = with(etag).await;
    changed.assert_success(200);
    assert_ne!(changed.header("etag"), etag);
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let head = ada.send(ada.request(Method::HEAD, &format!("/api/v1/blog/{id}"))).await;
    head.assert_status(200);
    assert_eq!(head.header("etag"), ada.read_post(&id).await.header("etag"));
}

#[tokio::test]
async fn public_reads_open_it_to_everyone_but_drafts_stay_hidden() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let ada = app.sign_up("ada").await;
    let (id, draft) = (ada.create_post("First").await, ada.create_draft("Not yet").await);
    let anon = app.anon();
    assert_eq!(anon.read_post(&id).await.body, ada.read_post(&id).await.body);
    anon.read_post(&draft).await.assert_problem(404, "Not found");
    ada.read_post(&draft).await.assert_success(200);

    // If a token is sent, it must be valid, so that nobody reads anonymously without noticing.
    anon.with_token("a.b.c").read_post(&id).await.assert_unauthorized();
    ada.post("/api/v1/user/logout", json!({})).await.assert_status(200);
    ada.read_post(&id).await.assert_unauthorized();
}

#[tokio::test]
async fn older_components_go_on_during_an_upgrade() {
    let app = App::start().await;
    let id = app.sign_up("ada").await.create_post("First").await;
    let mut blog = app.database().connect_as("blog").await;
    // What the one from before `post_row` asks for, as its role, and the fields that it must have.
    let older = format!("select read_post(null, '{id}')::text as post");
    let post: String = sqlx::query_scalar(AssertSqlSafe(older)).fetch_one(&mut blog).await.unwrap();
    let post: Value = serde_json::from_str(&post).unwrap();
    assert_eq!((&post["title"], &post["revision"]), (&json!("First"), &json!(1)));
    assert!(post["content"].is_string() && post["author_id"].is_string(), "{post}");
}
