//! `GET /api/v1/blog/tags`, and what tags do in lists.

use connectly_tests::{Actor, App};
use serde_json::{Value, json};

const PATH: &str = "/api/v1/blog";

async fn tagged(actor: &Actor, title: &str, tags: &[&str], published: bool) -> String {
    let body = json!({"title": title, "content": "c", "tags": tags, "published": published});
    let answer = actor.post(PATH, body).await;
    answer.assert_success(201);
    answer.body["id"].as_str().unwrap().to_owned()
}

async fn suggested(actor: &Actor, prefix: &str) -> Vec<Value> {
    let prefix = prefix.replace('#', "%23");
    let answer = actor.get(&format!("{PATH}/tags?prefix={prefix}")).await;
    answer.assert_success(200);
    answer.body["tags"].as_array().unwrap().clone()
}

async fn titles(actor: &Actor, query: &str) -> Vec<String> {
    let answer = actor.get(&format!("{PATH}/bulk?{query}")).await;
    answer.assert_success(200);
    let posts = answer.body["posts"].as_array().unwrap();
    posts.iter().map(|post| post["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_first_spelling_counts_for_all() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let first = tagged(&ada, "First", &["#WebAssembly", "Café"], true).await;
    let second = tagged(&bob, "Second", &["webassembly", "CAFE\u{301}", "WEBASSEMBLY"], true).await;
    for id in [first, second] {
        let read = ada.read_post(&id).await;
        assert_eq!(read.body["post"]["tags"], json!(["WebAssembly", "Café"]));
    }
    let expected = vec![json!({"tag": "WebAssembly", "posts": 2})];
    for prefix in ["web", "WEB", "#web", "webassembly"] {
        assert_eq!(suggested(&bob, prefix).await, expected, "{prefix}");
    }
    assert_eq!(suggested(&bob, "").await.len(), 2);
    assert_eq!(suggested(&bob, "x").await, Vec::<Value>::new());
    assert_eq!(titles(&bob, "tag=wEbAsSeMbLy").await, ["Second", "First"]);
    assert_eq!(titles(&bob, "tag=CAFÉ&handle=ada").await, ["First"]);
    assert_eq!(titles(&bob, "tag=none").await, Vec::<String>::new());
}

#[tokio::test]
async fn only_published_posts_count() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = tagged(&ada, "Draft", &["Looms"], false).await;
    assert_eq!(suggested(&ada, "lo").await, Vec::<Value>::new());
    assert_eq!(titles(&ada, "tag=looms").await, Vec::<String>::new());
    for (change, posts) in [
        (json!({"published": true}), 1),
        (json!({"tags": ["Looms", "Engines"]}), 1),
        (json!({"tags": ["Engines"]}), 0),
        (json!({"tags": ["Looms"]}), 1),
        (json!({"published": false}), 0),
        (json!({"published": true, "publishedAt": "2026-01-01T00:00:00Z"}), 1),
    ] {
        let mut update = change.clone();
        update["id"] = json!(id);
        ada.put(PATH, update).await.assert_success(200);
        let found = suggested(&ada, "looms").await;
        assert_eq!(found.len(), posts, "{change}");
        assert_eq!(titles(&ada, "tag=looms").await.len(), posts, "{change}");
    }
    ada.delete(&format!("{PATH}/{id}")).await.assert_status(204);
    assert_eq!(app.database().db_number("select sum(posts)::bigint from tags").await, 0);
}

#[tokio::test]
async fn bad_tags_are_refused() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for tags in [json!(["a", "b", "c", "d", "e", "f"]), json!([""]), json!(["a/b"]), json!(["#"])] {
        let body = json!({"title": "t", "content": "c", "tags": tags});
        ada.post(PATH, body).await.assert_invalid(&[("tags", "tags")]);
    }
    let body = json!({"title": "t", "content": "c", "tags": "a"});
    ada.post(PATH, body).await.assert_invalid(&[("tags", "type")]);
    let list = ada.get(&format!("{PATH}/bulk?tag=a%2Fb")).await;
    list.assert_invalid(&[("tag", "tag")]);
}

#[tokio::test]
async fn many_who_write_the_same_tags_do_not_wait_for_each_other_in_a_circle() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let writers: Vec<_> = (0..24)
        .map(|number| {
            let ada = ada.clone();
            tokio::spawn(async move {
                let mut tags = ["a", "b", "c", "d"];
                tags.rotate_left(number % 4);
                let id = tagged(&ada, "t", &tags, true).await;
                tags.rotate_left(1);
                ada.put(PATH, json!({"id": id, "tags": tags[..2]})).await.assert_success(200);
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let counted = "select sum(posts)::bigint from tags";
    let there = "select count(*) from post_tags";
    let database = app.database();
    assert_eq!(database.db_number(counted).await, database.db_number(there).await);
}
