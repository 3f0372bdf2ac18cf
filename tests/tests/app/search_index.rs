//! The index for search, as `cargo xtask migrate` brings it up to date.

use connectly_local::search_index::update;
use connectly_tests::{Actor, App};
use serde_json::{Value, json};

/// The titles and excerpts of what is found.
async fn found(actor: &Actor, word: &str) -> Vec<(String, String)> {
    let answer = actor.get(&format!("/api/v1/blog/search?q={word}")).await;
    answer.assert_success(200);
    let text = |pieces: &Value| {
        let pieces = pieces.as_array().unwrap().iter();
        pieces.map(|piece| piece["text"].as_str().unwrap()).collect::<String>()
    };
    let posts = answer.body["posts"].as_array().unwrap().iter();
    posts
        .map(|post| (post["title"].as_str().unwrap().to_owned(), text(&post["excerptPieces"])))
        .collect()
}

fn one(title: &str, excerpt: &str) -> Vec<(String, String)> {
    vec![(title.to_owned(), excerpt.to_owned())]
}

#[tokio::test]
async fn posts_from_before_are_indexed() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for number in 0..25 {
        let body = json!({"title": format!("Post {number}"), "content": "Some **words**"});
        ada.post("/api/v1/blog", body).await.assert_success(201);
    }
    ada.create_draft("Draft").await;
    let database = app.database();
    database.db_execute("delete from post_search").await;
    assert_eq!(found(&ada, "words").await, []);
    assert_eq!(update(&database.url(), None).await.unwrap(), 26);
    assert_eq!(found(&ada, "words").await.len(), 10);
    assert_eq!(found(&ada, "22").await, one("Post 22", "Some words"));
    assert_eq!(found(&ada, "draft").await, []);
    assert_eq!(update(&database.url(), None).await.unwrap(), 0);
}

#[tokio::test]
async fn what_a_component_of_the_version_before_writes_is_found_at_once() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let database = app.database();
    let insert = format!(
        "insert into posts (id, author_id, published, title, content) values (
            '00000000-0000-7000-8000-000000000001', '{}', true, 'Looms',
            E'# Heading\n\n**Bold** [words](https://x.example/hidden) &amp; `code`'
        )",
        ada.id()
    );
    database.db_execute(&insert).await;
    assert_eq!(found(&ada, "words").await, one("Looms", "Heading  Bold words  &amp; code"));
    assert_eq!(found(&ada, "hidden").await, []);
    assert_eq!(update(&database.url(), None).await.unwrap(), 1);
    assert_eq!(found(&ada, "words").await, one("Looms", "Heading Bold words & code"));

    let change = "update posts set content = 'Other *things*', revision = revision + 1";
    database.db_execute(change).await;
    assert_eq!(found(&ada, "words").await, []);
    assert_eq!(found(&ada, "things").await, one("Looms", "Other things"));
    assert_eq!(update(&database.url(), None).await.unwrap(), 1);

    // The text stays the same, and so do its words.
    database.db_execute("update posts set title = 'Engines', revision = revision + 1").await;
    assert_eq!(found(&ada, "engines").await, one("Engines", "Other things"));
    assert_eq!(update(&database.url(), None).await.unwrap(), 0);
}

#[tokio::test]
async fn a_language_finds_all_forms_of_a_word() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let write = async |title: &str| {
        let body = json!({"title": title, "content": "The looms were weaving"});
        ada.post("/api/v1/blog", body).await.assert_success(201);
    };
    write("Before").await;
    assert_eq!(found(&ada, "weaves").await, []);
    let url = app.database().url();
    assert_eq!(update(&url, Some("english")).await.unwrap(), 1);
    write("After").await;
    assert_eq!(found(&ada, "weaves").await.len(), 2);
    assert_eq!(found(&ada, "loom").await.len(), 2);
    assert_eq!(found(&ada, "the").await, []);
    // Without the setting, it stays as it is.
    assert_eq!(update(&url, None).await.unwrap(), 0);
    assert_eq!(found(&ada, "weaves").await.len(), 2);

    let error = format!("{:#}", update(&url, Some("elvish'")).await.unwrap_err());
    assert!(error.contains("SEARCH_LANGUAGE is `elvish'`"), "{error}");
    assert!(error.contains("english") && error.contains("simple"), "{error}");
    assert_eq!(found(&ada, "weaves").await.len(), 2);

    assert_eq!(update(&url, Some("simple")).await.unwrap(), 2);
    assert_eq!(found(&ada, "weaves").await, []);
    assert_eq!(found(&ada, "the").await.len(), 2);
}
