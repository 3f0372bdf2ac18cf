use connectly_tests::{Actor, Answer, App};
use reqwest::Method;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/blog";

async fn put_if_match(actor: &Actor, etag: &str, body: Value) -> Answer {
    actor.send(actor.request(Method::PUT, PATH).header("if-match", etag).json(&body)).await
}

#[tokio::test]
async fn what_is_given_changes_and_the_rest_stays() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let before = ada.read_post(&id).await;
    for change in [
        json!({"title": " Second "}),
        json!({"content": "New."}),
        json!({"published": false}),
        json!({"title": null, "content": null, "published": null}),
        json!({"title": "Third", "content": "Newer.", "published": true}),
    ] {
        let mut body = json!({"id": id});
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let answer = ada.put(PATH, body).await;
        answer.assert_success(200);
        assert_eq!(
            (&answer.body["id"], &answer.body["updated"]),
            (&id.clone().into(), &true.into())
        );

        let read = ada.read_post(&id).await;
        assert_eq!(answer.body["post"], read.body["post"]);
        assert_eq!(answer.header("etag"), read.header("etag"));
        assert_eq!(read.body["post"]["createdAt"], before.body["post"]["createdAt"]);
        assert!(
            read.body["post"]["updatedAt"].as_str() > before.body["post"]["updatedAt"].as_str()
        );
    }
    let post = &ada.read_post(&id).await.body["post"];
    assert_eq!((&post["title"], &post["content"]), (&"Third".into(), &"Newer.".into()));
}

#[tokio::test]
async fn a_stranger_is_forbidden() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = ada.create_post("First").await;
    bob.put(PATH, json!({"id": id, "title": "Bob's"})).await.assert_problem(403, "Not yours");
    let answer = put_if_match(&bob, "\"1\"", json!({"id": id, "title": "Bob's"})).await;
    answer.assert_problem(403, "Not yours");
    assert_eq!(ada.read_post(&id).await.body["post"]["title"], "First");
    assert_eq!(ada.read_post(&id).await.header("etag"), "\"1\"");
}

#[tokio::test]
async fn a_strangers_draft_is_not_there() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = ada.create_draft("Not yet").await;
    bob.put(PATH, json!({"id": id, "title": "Bob's"})).await.assert_problem(404, "Not found");
    ada.put(PATH, json!({"id": id, "published": true})).await.assert_success(200);
    bob.put(PATH, json!({"id": id, "title": "Bob's"})).await.assert_problem(403, "Not yours");
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60";
    let body = json!({"id": id, "title": "t"});
    ada.put(PATH, body.clone()).await.assert_problem(404, "Not found");
    put_if_match(&ada, "\"1\"", body).await.assert_problem(404, "Not found");
}

#[tokio::test]
async fn a_change_based_on_an_old_state_is_refused() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let etag = ada.read_post(&id).await.header("etag").to_owned();

    let second = put_if_match(&ada, &etag, json!({"id": id, "title": "Second"})).await;
    second.assert_success(200);
    let stale = put_if_match(&ada, &etag, json!({"id": id, "title": "Lost"})).await;
    stale.assert_problem(412, "Post has changed");
    // A compressing proxy's form of it is just as stale.
    for foreign in ["\"x\"", "nonsense", "W/\"1\"", "\"1-gzip\"", "\"2\\-gzip\""] {
        let answer = put_if_match(&ada, foreign, json!({"id": id, "title": "Lost"})).await;
        answer.assert_problem(412, "Post has changed");
    }
    assert_eq!(ada.read_post(&id).await.body["post"]["title"], "Second");

    let either = format!("{etag}, {}", second.header("etag"));
    put_if_match(&ada, &either, json!({"id": id, "title": "Third"})).await.assert_success(200);
    put_if_match(&ada, "*", json!({"id": id, "title": "Fourth"})).await.assert_success(200);
}

#[tokio::test]
async fn a_tag_counts_in_the_forms_that_proxies_give_it() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    for (number, form) in [
        "\"N\"",
        "W/\"N\"",
        "\"N-gzip\"",
        "\"N--gzip\"",
        "\"N;gzip\"",
        "W/\"N-br\"",
        "\"é\", \"N-br\"",
    ]
    .into_iter()
    .enumerate()
    {
        let tag = form.replace('N', &(number + 1).to_string());
        let request = ada.request(Method::PUT, PATH).header("if-match", tag.as_bytes());
        let body = json!({"id": id, "title": format!("Title {number}")});
        let answer = ada.send(request.json(&body)).await;
        answer.assert_success(200);
        // The answer has the strong tag, whatever the request had.
        assert_eq!(answer.header("etag"), format!("\"{}\"", number + 2), "{form}");
    }
    let delete = ada.request(Method::DELETE, &format!("{PATH}/{id}"));
    ada.send(delete.header("if-match", "W/\"7-gzip\""))
        .await
        .assert_problem(412, "Post has changed");
    let delete = ada.request(Method::DELETE, &format!("{PATH}/{id}"));
    ada.send(delete.header("if-match", "W/\"8-gzip\"")).await.assert_status(204);
}

#[tokio::test]
async fn of_many_at_once_from_one_state_one_succeeds() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let etag = ada.read_post(&id).await.header("etag").to_owned();
    let tries: Vec<_> = (0..16)
        .map(|number| {
            let (ada, etag) = (ada.clone(), etag.clone());
            let body = json!({"id": id, "title": format!("Title {number}")});
            tokio::spawn(async move { put_if_match(&ada, &etag, body).await })
        })
        .collect();

    let mut titles = Vec::new();
    for answer in tries {
        let answer = answer.await.unwrap();
        if answer.status == 200 {
            titles.push(answer.body["post"]["title"].clone());
        } else {
            answer.assert_problem(412, "Post has changed");
        }
    }
    assert_eq!(titles, [ada.read_post(&id).await.body["post"]["title"].clone()]);
}

#[tokio::test]
async fn without_a_condition_every_change_counts() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let changes: Vec<_> = (0..16)
        .map(|number| {
            let ada = ada.clone();
            let body = json!({"id": id, "title": format!("Title {number}")});
            tokio::spawn(async move { ada.put(PATH, body).await })
        })
        .collect();
    for answer in changes {
        answer.await.unwrap().assert_success(200);
    }
    assert_eq!(ada.read_post(&id).await.header("etag"), "\"17\"");
}

#[tokio::test]
async fn bad_input_names_every_fault_and_changes_nothing() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    for (body, faults) in [
        (json!({}), &[("id", "required")][..]),
        (json!({"id": "1", "title": 2}), &[("id", "uuid"), ("title", "type")]),
        (
            json!({"id": id, "title": "", "content": "", "published": true}),
            &[("title", "unpublishable"), ("content", "unpublishable")],
        ),
        (json!({"id": id, "title": "t".repeat(201)}), &[("title", "length")]),
        (json!({"id": id, "content": "c".repeat(100_001)}), &[("content", "length")]),
        (json!({"id": id, "title": "\0"}), &[("title", "nul")]),
        (
            json!({"id": id, "title": "\u{2060}", "content": "\u{115f}"}),
            &[("title", "blank"), ("content", "blank")],
        ),
        (json!({"id": id, "published": 1}), &[("published", "type")]),
    ] {
        ada.put(PATH, body).await.assert_invalid(faults);
    }
    assert_eq!(ada.read_post(&id).await.header("etag"), "\"1\"");
}
