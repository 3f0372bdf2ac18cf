use std::io::Read as _;

use connectly_tests::{Actor, App, Picture};
use rawzip::ZipArchive;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/user/export";
const ME: &str = "/api/v1/user/me";

/// The name and text of each file, with its CRC checked.
fn files(archive: &[u8]) -> Vec<(String, String)> {
    let archive = ZipArchive::from_slice(archive).unwrap();
    let mut entries = archive.entries();
    let mut files = Vec::new();
    while let Some(entry) = entries.next_entry().unwrap() {
        let name = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
        let entry = archive.get_entry(entry.wayfinder()).unwrap();
        let mut text = String::new();
        entry.verifying_reader(entry.data()).read_to_string(&mut text).unwrap();
        files.push((name, text));
    }
    files
}

/// All parts of an export, by following `nextCursor`.
async fn parts(actor: &Actor) -> Vec<Value> {
    let mut parts = Vec::new();
    let mut path = PATH.to_owned();
    loop {
        let answer = actor.get(&path).await;
        answer.assert_success(200);
        let next = answer.body["nextCursor"].as_str().map(str::to_owned);
        let link = answer.header("link");
        assert_eq!(link.is_empty(), next.is_none());
        assert!(link.contains(next.as_deref().unwrap_or_default()), "{link}");
        parts.push(answer.body);
        let Some(cursor) = next else { return parts };
        path = format!("{PATH}?cursor={cursor}");
    }
}

#[tokio::test]
async fn everything_of_ones_own_is_there_and_nothing_of_others() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    ada.sign_in_again().await;
    let post = ada.create_post("First").await;
    let draft = ada.create_draft("Not yet").await;
    bob.create_post("Bob's").await;

    let answer = ada.get(PATH).await;
    answer.assert_success(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    let disposition = answer.header("content-disposition");
    let day = &answer.body["exportedAt"].as_str().unwrap()[..10];
    assert_eq!(disposition, format!("attachment; filename=\"connectly-{day}.json\""));
    assert_eq!(&answer.body["user"], ada.user());
    assert_eq!(answer.body["sessions"].as_array().unwrap().len(), 2);
    assert_eq!(answer.body["nextCursor"], Value::Null);
    let expected = [ada.read_post(&post).await, ada.read_post(&draft).await].map(|read| {
        let mut post = read.body["post"].clone();
        // Data for readers only, which is not part of the export.
        for name in ["readingMinutes", "html"] {
            post.as_object_mut().unwrap().remove(name).unwrap();
        }
        post
    });
    assert_eq!(answer.body["posts"], json!(expected));
    let text = String::from_utf8(answer.bytes).unwrap();
    for secret in ["argon2", "password", "bob", ada.jwt()] {
        assert!(!text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn handles_of_before_are_there() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    app.sign_up("bob").await;
    assert_eq!(ada.get(PATH).await.body["formerHandles"], json!([]));
    for handle in ["lovelace", "countess"] {
        ada.patch(ME, json!({ "handle": handle })).await.assert_success(200);
    }
    let export = ada.get(PATH).await.body;
    assert_eq!(export["user"]["handle"], "countess");
    assert_eq!(export["formerHandles"], json!(["ada", "lovelace"]));
}

#[tokio::test]
async fn an_archive_holds_the_same_and_each_post_as_markdown() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let titles = ["../../etc/passwd", "a: \"b\"\u{2028}# c", "日本語"];
    for title in titles {
        ada.create_post(title).await;
    }
    let answer = ada.get(&format!("{PATH}?format=archive")).await;
    answer.assert_status(200);
    assert_eq!(answer.header("content-type"), "application/zip");
    assert!(answer.header("content-disposition").ends_with(".zip\""));

    let files = files(&answer.bytes);
    assert_eq!(files[0].0, "account.json");
    let json: Value = serde_json::from_str(&files[0].1).unwrap();
    assert_eq!(json["posts"].as_array().unwrap().len(), titles.len());
    let expected_titles =
        [r#"title: "../../etc/passwd""#, r##"title: "a: \"b\"\u2028# c""##, r#"title: "日本語""#];
    for (((name, text), title), line) in files[1..].iter().zip(titles).zip(expected_titles) {
        let stem = name.strip_prefix("posts/").unwrap().strip_suffix(".md").unwrap();
        assert!(stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'), "{name}");
        assert_eq!(text.lines().nth(1), Some(line));
        assert!(text.ends_with(&format!("\n---\n\nContent of {title}.")), "{text}");
    }
    let names: std::collections::HashSet<_> = files.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), titles.len() + 1);
}

#[tokio::test]
async fn an_account_without_posts_has_an_export_too() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let parts = parts(&ada).await;
    assert_eq!((parts.len(), &parts[0]["posts"]), (1, &json!([])));
    let answer = ada.get(&format!("{PATH}?format=archive")).await;
    assert_eq!(files(&answer.bytes).len(), 1);
}

#[tokio::test]
async fn many_posts_come_in_parts_and_none_is_left_out() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    // Many of them are created at the same moment, as by an import.
    let many = "insert into posts (id, author_id, title, content, published, created_at)
        select gen_random_uuid(), users.id, 'Post ' || number, repeat('x', 100), true,
            now() + number / 400 * interval '1 second'
        from users, generate_series(1, 2100) as number";
    app.database().db_execute(many).await;
    let parts = parts(&ada).await;
    let counts: Vec<_> = parts.iter().map(|part| part["posts"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [1000, 1000, 100]);
    let ids: std::collections::HashSet<_> = parts
        .iter()
        .flat_map(|part| part["posts"].as_array().unwrap())
        .map(|post| post["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids.len(), 2100);

    let answer = ada.get(&format!("{PATH}?format=archive")).await;
    assert_eq!(files(&answer.bytes).len(), 1001);
    let next = answer.header("link").strip_prefix('<').unwrap().split('>').next().unwrap();
    assert!(next.starts_with(&format!("{PATH}?format=archive&cursor=")), "{next}");
    assert_eq!(files(&ada.get(next).await.bytes).len(), 1001);
}

#[tokio::test]
async fn long_posts_come_in_smaller_parts() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    // 400,000 bytes each, the maximum: ten of them are under 4 MiB.
    let long = "insert into posts (id, author_id, title, content, published)
        select gen_random_uuid(), users.id, 'Long', repeat('😀', 100000), true
        from users, generate_series(1, 21)";
    app.database().db_execute(long).await;
    let parts = parts(&ada).await;
    let counts: Vec<_> = parts.iter().map(|part| part["posts"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [10, 10, 1]);
    let answer = ada.get(&format!("{PATH}?format=archive")).await;
    assert_eq!(files(&answer.bytes).len(), 11);
}

#[tokio::test]
async fn bad_input_names_every_fault() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let answer = ada.get(&format!("{PATH}?format=zip&cursor=x")).await;
    answer.assert_invalid(&[("format", "choice"), ("cursor", "cursor")]);
}

#[tokio::test]
async fn lists_pictures_with_their_addresses() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let id = ada.upload_picture(&Picture::default()).await;
    bob.upload_picture(&Picture::default()).await;
    let export = ada.get("/api/v1/user/export").await;
    let pictures = export.body["pictures"].as_array().unwrap();
    assert_eq!(pictures.len(), 1);
    assert_eq!(pictures[0]["url"], format!("/media/{id}/1200x600.png"));
}
