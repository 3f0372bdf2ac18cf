//! `GET /api/v1/blog/search`

use connectly_tests::{Actor, Answer, App};
use serde_json::{Value, json};

const PATH: &str = "/api/v1/blog";

/// Publishes a post.
async fn write(actor: &Actor, title: &str, content: &str, tags: &[&str]) -> String {
    let body = json!({"title": title, "content": content, "tags": tags});
    let answer = actor.post(PATH, body).await;
    answer.assert_success(201);
    answer.body["id"].as_str().unwrap().to_owned()
}

async fn search(actor: &Actor, question: &str, more: &str) -> Answer {
    let question = urlencoding(question);
    let answer = actor.get(&format!("{PATH}/search?q={question}{more}")).await;
    answer.assert_success(200);
    answer
}

fn urlencoding(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn titles(answer: &Answer) -> Vec<String> {
    let posts = answer.body["posts"].as_array().unwrap();
    posts.iter().map(|post| post["title"].as_str().unwrap().to_owned()).collect()
}

async fn found(actor: &Actor, question: &str) -> Vec<String> {
    titles(&search(actor, question, "").await)
}

/// Pieces as one text, with brackets around what is marked.
fn with_brackets(pieces: &Value) -> String {
    let pieces = pieces.as_array().unwrap().iter().map(|piece| {
        let text = piece["text"].as_str().unwrap();
        if piece["marked"] == json!(true) { format!("[{text}]") } else { text.to_owned() }
    });
    pieces.collect()
}

#[tokio::test]
async fn words_are_found_in_titles_tags_and_texts_and_marked() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let text = "It\n**weaves** [patterns](https://x.example/hidden).";
    write(&ada, "Looms & <b>", text, &[]).await;
    write(&ada, "Engines", "Numbers, and `let` patterns.", &["Number theory"]).await;
    let answer = search(&ada, "patterns", "").await;
    assert_eq!(titles(&answer), ["Looms & <b>", "Engines"], "the shorter text comes first");
    let looms = &answer.body["posts"][0];
    assert_eq!(with_brackets(&looms["titlePieces"]), "Looms & <b>");
    assert_eq!(with_brackets(&looms["excerptPieces"]), "It weaves [patterns]");
    assert_eq!(looms["readingMinutes"], 1);
    let by_title = search(&ada, "LOOMS", "").await;
    assert_eq!(with_brackets(&by_title.body["posts"][0]["titlePieces"]), "[Looms] & <b>");
    write(&ada, "Code", "`Vec<String>` and/or x.js", &["c#"]).await;
    let code = search(&ada, "string", "").await;
    assert_eq!(with_brackets(&code.body["posts"][0]["excerptPieces"]), "Vec<[String]> and/or x.js");
    assert_eq!(found(&ada, "x.js or").await, ["Code"]);
    assert_eq!(found(&ada, "theory").await, ["Engines"]);
    assert_eq!(found(&ada, "weaves patterns").await, ["Looms & <b>"]);
    assert_eq!(found(&ada, "hidden").await, Vec::<String>::new());
}

#[tokio::test]
async fn the_syntax_is_that_of_web_search_engines() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    write(&ada, "One", "The fat cat sat.", &[]).await;
    write(&ada, "Two", "A cat, a fat dog, and engines.", &[]).await;
    for (question, titles) in [
        ("fat cat", vec!["One", "Two"]),
        ("\"fat cat\"", vec!["One"]),
        ("\"fat cat\" -sat", vec![]),
        ("cat -dog", vec!["One"]),
        ("cat -\"fat cat\"", vec!["Two"]),
        ("sat or dog", vec!["One", "Two"]),
        ("sat OR dog", vec!["One", "Two"]),
        // The last word may be the beginning of one, unless it is in quotes, excluded or very short.
        ("engi", vec!["Two"]),
        ("cat engi", vec!["Two"]),
        ("sat or engi", vec!["One", "Two"]),
        ("engi cat", vec![]),
        ("\"engi\"", vec![]),
        ("\"cat engi", vec![]),
        ("cat -engi", vec!["One", "Two"]),
        ("en", vec![]),
        // Quotes that aren't closed, and signs that mean nothing here.
        ("\"fat cat", vec!["One"]),
        ("fat & (cat) | :* \\ '", vec!["One", "Two"]),
        ("cat!", vec!["One", "Two"]),
    ] {
        let mut found = found(&ada, question).await;
        found.sort();
        assert_eq!(found, titles, "{question}");
    }
}

#[tokio::test]
async fn nothing_is_found_without_a_word_to_look_for() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    write(&ada, "One", "The cat sat.", &[]).await;
    let nothing = json!({"authors": [], "posts": [], "nextCursor": null});
    for question in [
        "",
        " ",
        "-",
        "\"",
        "\"\"",
        "-cat",
        "- -",
        "!",
        "& | ! ( ) :* <->",
        "-\"the cat\"",
        "cat or -sat",
        "\u{0}",
        "\u{1}\u{1f}",
        "\u{200d}",
        "👩\u{200d}👩\u{200d}👧",
        "…",
        "%",
    ] {
        assert_eq!(search(&ada, question, "").await.body, nothing, "{question:?}");
    }
    ada.get(&format!("{PATH}/search")).await.assert_success(200);
}

#[tokio::test]
async fn control_characters_are_white_space() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    write(&ada, "One", "The cat sat.", &[]).await;
    assert_eq!(found(&ada, "the\0cat\u{1}sat\n\t").await, ["One"]);
}

#[tokio::test]
async fn what_is_too_long_is_refused() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let tags = "tag%20".repeat(10_000);
    for (query, field, code) in [
        (format!("q={tags}"), "q", "length"),
        (format!("q={}", "a".repeat(201)), "q", "length"),
        ("q=a&limit=21".to_owned(), "limit", "range"),
        ("q=a&limit=0".to_owned(), "limit", "range"),
        ("q=a&cursor=5".to_owned(), "cursor", "cursor"),
    ] {
        ada.get(&format!("{PATH}/search?{query}")).await.assert_invalid(&[(field, code)]);
    }
    assert_eq!(found(&ada, &"字".repeat(200)).await, Vec::<String>::new());
    assert_eq!(found(&ada, &"a ".repeat(100)).await, Vec::<String>::new());
}

#[tokio::test]
async fn words_of_every_script_are_found() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    write(&ada, "Arabic", "كتبتُ عن المحرّكات، والأنوال.", &[]).await;
    write(&ada, "Persian", "می\u{200c}خواهم بنویسم", &[]).await;
    write(&ada, "Hindi", "मैं क्\u{200d}ष लिखता हूँ।", &[]).await;
    write(&ada, "Chinese", "关于织机的笔记。模式很美", &[]).await;
    write(&ada, "French", "Un cafe\u{301} “noir” – l’été", &[]).await;
    write(&ada, "Greek", "ΟΔΥΣΣΕΎΣ", &[]).await;
    for (question, title) in [
        ("والأنوال", "Arabic"),
        ("المحرّكات", "Arabic"),
        ("می\u{200c}خواهم", "Persian"),
        ("میخواهم", "Persian"),
        ("क्ष", "Hindi"),
        // Words that aren't separated are found by their beginning alone.
        ("关于织机", "Chinese"),
        ("模式", "Chinese"),
        ("CAFÉ", "French"),
        ("noir", "French"),
        ("l'été", "French"),
        ("\u{202e}été\u{202c}", "French"),
    ] {
        assert_eq!(found(&ada, question).await, [title], "{question}");
    }
    assert_eq!(found(&ada, "织机").await, Vec::<String>::new());
}

#[tokio::test]
async fn the_best_comes_first_and_of_two_alike_the_newer() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for (title, content, tags, published) in [
        ("Older text", "Something about looms.", vec![], "2025-01-03"),
        ("Newer text", "Something about looms.", vec![], "2025-01-04"),
        ("Looms", "Something about it.", vec![], "2025-01-01"),
        ("By tag", "Something about it.", vec!["Looms"], "2025-01-02"),
    ] {
        let time = format!("{published}T00:00:00Z");
        let body = json!({"title": title, "content": content, "tags": tags, "publishedAt": time});
        ada.post(PATH, body).await.assert_success(201);
    }
    let expected = ["Looms", "By tag", "Newer text", "Older text"];
    assert_eq!(found(&ada, "looms").await, expected);
}

#[tokio::test]
async fn pages_follow_one_another_while_posts_come_and_go() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for number in 0..25 {
        write(&ada, &format!("Post {number}"), "A loom.", &[]).await;
    }
    let first = search(&ada, "loom", "&limit=20").await;
    write(&ada, "Another loom", "loom", &[]).await;
    let cursor = first.body["nextCursor"].as_str().unwrap();
    let second = search(&ada, "loom", &format!("&limit=20&cursor={cursor}")).await;
    assert_eq!(second.body["nextCursor"], Value::Null);
    let mut all = [titles(&first), titles(&second)].concat();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 25);
    assert_eq!(titles(&search(&ada, "loom", "").await).len(), 10);
}

#[tokio::test]
async fn only_what_everybody_can_read_is_found() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let draft = json!({"title": "Looms", "content": "A *secret*.", "published": false});
    let created = ada.post(PATH, draft).await;
    let id = created.body["id"].as_str().unwrap();
    let published = write(&ada, "Engines", "Public words.", &[]).await;
    let later = json!({"title": "Later", "content": "Unheard.", "tags": []});
    ada.put(&format!("{PATH}/{published}/draft"), later).await.assert_success(200);
    for question in ["looms", "secret", "unheard", "later"] {
        for actor in [&ada, &bob] {
            assert_eq!(found(actor, question).await, Vec::<String>::new(), "{question}");
        }
    }
    for (change, is_found) in [
        (json!({"published": true, "publishedAt": "2999-01-01T00:00:00Z"}), false),
        (json!({"publishedAt": "2026-01-01T00:00:00Z"}), true),
        (json!({"published": false}), false),
        (json!({"published": true}), true),
        (json!({"title": "Shuttles"}), true),
        (json!({"content": "No more."}), false),
    ] {
        let mut update = change.clone();
        update["id"] = json!(id);
        ada.put(PATH, update).await.assert_success(200);
        let answer = search(&bob, "secret", "").await;
        assert_eq!(titles(&answer).len(), usize::from(is_found), "{change}");
        if is_found {
            let excerpt = with_brackets(&answer.body["posts"][0]["excerptPieces"]);
            assert_eq!(excerpt, "A [secret]", "{change}");
        }
    }
    assert_eq!(found(&bob, "shuttles").await, ["Shuttles"]);
    ada.delete(&format!("{PATH}/{id}")).await.assert_status(204);
    assert_eq!(found(&bob, "shuttles").await, Vec::<String>::new());
}

#[tokio::test]
async fn authors_are_found_by_name_and_handle() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let change = json!({"name": "Ada Lovelace", "handle": "countess"});
    ada.patch("/api/v1/user/me", change).await.assert_success(200);
    let authors = async |question: &str, more: &str| {
        let answer = search(&bob, question, more).await;
        let authors = answer.body["authors"].as_array().unwrap().clone();
        authors
            .iter()
            .map(|author| author["handle"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(authors("ada", "").await, Vec::<String>::new(), "nothing published");
    for _ in 0..2 {
        write(&ada, "Looms", "ada", &[]).await;
    }
    for question in ["ada", "lovel", "Ada Lovelace", "@countess", "countess", "COUNT"] {
        assert_eq!(authors(question, "").await, ["countess"], "{question}");
    }
    for question in ["ada king", "looms", "bob"] {
        assert_eq!(authors(question, "").await, Vec::<String>::new(), "{question}");
    }
    let first = search(&bob, "ada", "&limit=1").await;
    let cursor = first.body["nextCursor"].as_str().unwrap();
    assert_eq!(authors("ada", &format!("&cursor={cursor}")).await, Vec::<String>::new());
    assert_eq!(
        first.body["authors"][0],
        json!({"id": ada.id(), "handle": "countess", "name": "Ada Lovelace", "bio": null, "picture": null})
    );
}

#[tokio::test]
async fn the_longest_post_of_different_words_can_be_written_and_found() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    // Each character is written as two, and each word is found as a whole and by its parts.
    let rare = |number: u32| char::from_u32(0xFB2A + number % 4).unwrap();
    let mut words = String::new();
    let mut number = 0;
    while words.chars().count() < 99_900 {
        let letters: String = (0..12).map(|place| rare(number >> (2 * place))).collect();
        words += &format!("{letters}-{letters} ");
        number += 1;
    }
    let content = format!("begins {words}");
    write(&ada, "Long", &content, &[]).await;
    assert_eq!(found(&ada, "begins").await, ["Long"]);
    let plain: String = (0..14_000).map(|number| format!("w{number} ")).collect();
    write(&ada, "Plain", &plain, &[]).await;
    assert_eq!(found(&ada, "w13999").await, ["Plain"]);
}
