//! `GET /api/v1/blog/at/{handle}/{slug}`

use connectly_tests::{Actor, App};
use serde_json::json;

const PATH: &str = "/api/v1/blog";

/// The post's id at this address; `None` if there is nothing.
async fn post_at(actor: &Actor, address: &str) -> Option<String> {
    let answer = actor.get(&format!("{PATH}/at/{address}")).await;
    if answer.status == 404 {
        answer.assert_problem(404, "Not found");
        return None;
    }
    answer.assert_success(200);
    answer.body["post"]["id"].as_str().map(str::to_owned)
}

/// The address of a post, without `/@`.
async fn address(actor: &Actor, id: &str) -> String {
    let read = actor.read_post(id).await;
    read.body["post"]["address"].as_str().unwrap().strip_prefix("/@").unwrap().to_owned()
}

#[tokio::test]
async fn a_post_is_where_its_author_and_its_title_say() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = ada.create_post("What the Loom Taught Me").await;
    assert_eq!(address(&ada, &id).await, "ada/what-the-loom-taught-me");
    for same in ["ada/what-the-loom-taught-me", "ADA/what-the-loom-taught-me"] {
        assert_eq!(post_at(&bob, same).await.as_ref(), Some(&id), "{same}");
    }
    for other in ["bob/what-the-loom-taught-me", "ada/what-the-loom", "nobody/a"] {
        assert_eq!(post_at(&bob, other).await, None, "{other}");
    }
    let read = ada.read_post(&id).await;
    let at = ada.get(&format!("{PATH}/at/ada/what-the-loom-taught-me")).await;
    assert_eq!((&at.body, at.header("etag")), (&read.body, read.header("etag")));
}

#[tokio::test]
async fn letters_of_every_script_are_in_the_address() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for (title, slug) in [
        ("مرحبا بالعالم", "مرحبا-بالعالم"),
        ("می\u{200c}خواهم", "میخواهم"),
        ("日本語のタイトル", "日本語のタイトル"),
        ("Cafe\u{301}", "café"),
        ("🎉🎉", "post"),
    ] {
        let id = ada.create_post(title).await;
        assert_eq!(address(&ada, &id).await, format!("ada/{slug}"));
        assert_eq!(post_at(&ada, &format!("ada/{slug}")).await, Some(id));
    }
    // The same letters, composed of two characters.
    assert!(post_at(&ada, "ada/cafe\u{301}").await.is_some());
}

#[tokio::test]
async fn posts_of_one_title_at_the_same_moment_have_different_addresses() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let writers: Vec<_> = (0..16)
        .map(|_| {
            let ada = ada.clone();
            tokio::spawn(async move { ada.create_post("Same").await })
        })
        .collect();
    let mut addresses = std::collections::HashSet::new();
    for writer in writers {
        addresses.insert(address(&ada, &writer.await.unwrap()).await);
    }
    assert_eq!(addresses.len(), 16);
    assert!(addresses.contains("ada/same") && addresses.contains("ada/same-2"), "{addresses:?}");
}

#[tokio::test]
async fn a_former_address_leads_to_the_post() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    // A new title alone leaves the address as it is.
    ada.put(PATH, json!({"id": id, "title": "Second"})).await.assert_success(200);
    assert_eq!(address(&ada, &id).await, "ada/first");

    ada.put(PATH, json!({"id": id, "slug": "Second"})).await.assert_success(200);
    assert_eq!(address(&ada, &id).await, "ada/second");
    ada.patch("/api/v1/user/me", json!({"handle": "countess"})).await.assert_success(200);
    assert_eq!(address(&ada, &id).await, "countess/second");
    for former in ["ada/first", "ada/second", "countess/first", "countess/second"] {
        assert_eq!(post_at(&ada, former).await.as_ref(), Some(&id), "{former}");
    }

    // Another post doesn't take it over.
    let other = ada.create_post("First").await;
    assert_eq!(address(&ada, &other).await, "countess/first-2");
    // The post itself can go back to it.
    ada.put(PATH, json!({"id": id, "slug": "first"})).await.assert_success(200);
    assert_eq!(address(&ada, &id).await, "countess/first");
}

#[tokio::test]
async fn drafts_and_later_posts_are_nowhere_yet() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let draft = ada.create_draft("Draft").await;
    assert_eq!(ada.read_post(&draft).await.body["post"]["address"], json!(null));
    assert_eq!(post_at(&ada, "ada/draft").await, None);
    let later = json!({"title": "Later", "content": "c", "publishedAt": "2999-01-01T00:00:00Z"});
    let later = ada.post(PATH, later).await.body["id"].as_str().unwrap().to_owned();
    assert_eq!(address(&ada, &later).await, "ada/later");
    assert_eq!(post_at(&bob, "ada/later").await, None);
    bob.read_post(&later).await.assert_problem(404, "Not found");
    ada.read_post(&later).await.assert_success(200);
}

#[tokio::test]
async fn a_slug_without_letters_is_refused() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    for slug in ["", "🎉", "---"] {
        let update = json!({"id": id, "slug": slug});
        ada.put(PATH, update).await.assert_invalid(&[("slug", "slug")]);
    }
}
