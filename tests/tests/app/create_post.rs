use connectly_tests::App;
use serde_json::{Value, json};

const PATH: &str = "/api/v1/blog";

#[tokio::test]
async fn a_post_is_published_and_can_be_read() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let answer =
        ada.post(PATH, json!({"title": "  On engines ", "content": " It\nweaves. "})).await;

    answer.assert_success(201);
    let id = answer.body["id"].as_str().unwrap();
    assert_eq!(uuid::Uuid::parse_str(id).unwrap().get_version_num(), 7);
    assert_eq!(answer.header("location"), format!("{PATH}/{id}"));

    let read = ada.get(answer.header("location")).await;
    assert_eq!(read.header("etag"), answer.header("etag"));
    let post = &read.body["post"];
    assert_eq!((&post["title"], &post["content"]), (&"On engines".into(), &" It\nweaves. ".into()));
    assert_eq!((&post["published"], &post["authorId"]), (&true.into(), &ada.id().into()));
    assert_eq!(post["author"], json!({"id": ada.id(), "name": "ada", "handle": "ada"}));
    assert_eq!(post["createdAt"], post["updatedAt"]);
}

#[tokio::test]
async fn a_post_may_be_a_draft() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for (published, expected) in [(json!(false), false), (json!(true), true), (Value::Null, true)] {
        let body = json!({"title": "t", "content": "c", "published": published});
        let answer = ada.post(PATH, body).await;
        let read = ada.get(answer.header("location")).await;
        assert_eq!(read.body["post"]["published"], expected, "{published}");
    }
}

#[tokio::test]
async fn any_text_survives_the_round_trip() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for text in [
        "'; drop table posts; --",
        "\"quotes\" and \\ backslashes and $1 and {{ braces }}",
        "<script>alert(1)</script>",
        "שלום עולם, مرحبا, 你好, \u{202e}right to left\u{202c}",
        "👩‍👩‍👧‍👦 family, e\u{301} combining, \u{1F1EB}\u{1F1F7} flag",
        "می\u{200c}خواهم, क\u{94d}\u{200d}ष, \u{200b}invisible at the ends\u{200b}",
        "tab\tnewline\ncarriage\rbell\u{7}",
    ] {
        let answer = ada.post(PATH, json!({"title": text, "content": text})).await;
        let read = ada.get(answer.header("location")).await;
        let post = &read.body["post"];
        assert_eq!((&post["title"], &post["content"]), (&text.into(), &text.into()));
    }
}

#[tokio::test]
async fn the_longest_post_is_accepted() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let (title, content) = ("é".repeat(200), "😀".repeat(100_000));
    let answer = ada.post(PATH, json!({"title": title, "content": content})).await;
    answer.assert_success(201);
    let read = ada.get(answer.header("location")).await;
    assert_eq!(read.body["post"]["content"].as_str().unwrap(), content);
}

#[tokio::test]
async fn bad_input_names_every_fault_and_writes_nothing() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for (body, faults) in [
        (json!({}), &[("title", "unpublishable"), ("content", "unpublishable")][..]),
        (
            json!({"title": " ", "content": ""}),
            &[("title", "unpublishable"), ("content", "unpublishable")],
        ),
        (json!({"title": "t".repeat(201), "content": "c"}), &[("title", "length")]),
        (json!({"title": "t", "content": "c".repeat(100_001)}), &[("content", "length")]),
        (json!({"title": "t\0", "content": "c\0"}), &[("title", "nul"), ("content", "nul")]),
        (
            json!({"title": " \u{200b}\u{feff} ", "content": "\n\u{2800}\u{ad}\u{202e}"}),
            &[("title", "blank"), ("content", "blank")],
        ),
        (
            json!({"title": 1, "content": {}, "published": "no"}),
            &[("title", "type"), ("content", "type"), ("published", "type")],
        ),
    ] {
        ada.post(PATH, body).await.assert_invalid(faults);
    }
    assert_eq!(app.database().db_number("select count(*) from posts").await, 0);
}
