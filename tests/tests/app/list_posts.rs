use connectly_tests::{Actor, Answer, App, Stage};
use serde_json::{Value, json};
use sqlx::AssertSqlSafe;

const PATH: &str = "/api/v1/blog/bulk";

fn titles(answer: &Answer) -> Vec<&str> {
    answer.assert_success(200);
    let posts = answer.body["posts"].as_array().unwrap();
    posts.iter().map(|post| post["title"].as_str().unwrap()).collect()
}

/// All pages, one after the other.
async fn walk(actor: &Actor, query: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut cursor = String::new();
    loop {
        assert!(pages.len() < 50, "the pages do not end");
        let answer = actor.get(&format!("{PATH}?{query}{cursor}")).await;
        pages.push(titles(&answer).into_iter().map(str::to_owned).collect());
        match &answer.body["nextCursor"] {
            Value::String(next) => cursor = format!("&cursor={next}"),
            Value::Null => return pages,
            other => panic!("{other}"),
        }
    }
}

/// A post in a list, as it is read alone.
fn listed(read: &Answer) -> Value {
    let mut post = read.body["post"].clone();
    let members = post.as_object_mut().unwrap();
    members.remove("html").unwrap();
    let has_draft = !members.remove("draft").unwrap().is_null();
    members.insert("hasDraft".to_owned(), has_draft.into());
    post
}

#[tokio::test]
async fn nothing_is_an_empty_page() {
    let app = App::start().await;
    let answer = app.sign_up("ada").await.get(PATH).await;
    answer.assert_success(200);
    assert_eq!(answer.body, json!({"posts": [], "nextCursor": null}));
}

#[tokio::test]
async fn posts_come_newest_first_as_they_are_read_alone() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    ada.create_post("One").await;
    bob.create_post("Two").await;
    let three = ada.create_post("Three").await;
    let answer = bob.get(PATH).await;
    assert_eq!(titles(&answer), ["Three", "Two", "One"]);
    assert_eq!(answer.body["posts"][0], listed(&bob.read_post(&three).await));
    let author = json!({"id": bob.id(), "name": "bob", "handle": "bob"});
    assert_eq!(answer.body["posts"][1]["author"], author);
}

#[tokio::test]
async fn pages_follow_one_another_without_gap_or_overlap() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for number in 1..=7 {
        ada.create_post(&number.to_string()).await;
    }
    assert_eq!(walk(&ada, "limit=3").await, [vec!["7", "6", "5"], vec!["4", "3", "2"], vec!["1"]]);
    assert_eq!(walk(&ada, "limit=7").await, [["7", "6", "5", "4", "3", "2", "1"]]);
    assert_eq!(walk(&ada, "limit=1").await.len(), 7);
}

#[tokio::test]
async fn pages_hold_when_many_posts_have_one_time() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for number in 1..=5 {
        ada.create_post(&number.to_string()).await;
    }
    app.database().db_execute("update posts set created_at = '2026-01-01'").await;
    let mut seen = walk(&ada, "limit=2").await.concat();
    seen.sort();
    assert_eq!(seen, ["1", "2", "3", "4", "5"]);
}

#[tokio::test]
async fn a_page_stands_still_while_posts_come_and_go() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let mut ids = Vec::new();
    for number in 1..=4 {
        ids.push(ada.create_post(&number.to_string()).await);
    }
    let first = ada.get(&format!("{PATH}?limit=2")).await;
    assert_eq!(titles(&first), ["4", "3"]);
    ada.create_post("5").await;
    // The post that the cursor names.
    ada.delete(&format!("/api/v1/blog/{}", ids[2])).await.assert_status(204);
    let cursor = first.body["nextCursor"].as_str().unwrap();
    let second = ada.get(&format!("{PATH}?limit=2&cursor={cursor}")).await;
    assert_eq!(titles(&second), ["2", "1"]);
}

#[tokio::test]
async fn a_page_has_20_posts_unless_asked_and_100_at_most() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let insert = format!(
        "insert into posts (id, author_id, title, content, published, published_at)
        select gen_random_uuid(), '{}', number::text, 'content', true,
            timestamptz '2026-01-01' + number * interval '1 second'
        from generate_series(1, 130) as number",
        ada.id()
    );
    app.database().db_execute(&insert).await;
    let answer = ada.get(PATH).await;
    assert_eq!(titles(&answer).len(), 20);
    assert_eq!(titles(&answer)[0], "130");
    let pages = walk(&ada, "limit=100").await;
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [100, 30]);
}

#[tokio::test]
async fn drafts_are_in_no_list_but_their_authors_own() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    ada.create_post("Published").await;
    ada.create_draft("Draft").await;
    bob.create_draft("Bob's draft").await;
    let by_ada = format!("{PATH}?author={}", ada.id());

    assert_eq!(titles(&ada.get(PATH).await), ["Published"]);
    assert_eq!(titles(&bob.get(PATH).await), ["Published"]);
    assert_eq!(titles(&ada.get(&by_ada).await), ["Draft", "Published"]);
    assert_eq!(titles(&bob.get(&by_ada).await), ["Published"]);
}

#[tokio::test]
async fn published_posts_or_drafts_alone_can_be_asked_for() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    for number in 1..=3 {
        ada.create_post(&format!("Post {number}")).await;
        ada.create_draft(&format!("Draft {number}")).await;
    }
    let published = format!("limit=2&published=true&author={}", ada.id());
    let drafts = format!("limit=2&published=false&author={}", ada.id());
    let posts = [vec!["Post 3", "Post 2"], vec!["Post 1"]];
    assert_eq!(walk(&ada, &published).await, posts);
    assert_eq!(walk(&ada, &drafts).await, [vec!["Draft 3", "Draft 2"], vec!["Draft 1"]]);
    assert_eq!(walk(&ada, "limit=2&published=true").await, posts);
    assert_eq!(walk(&bob, &published).await, posts);
}

#[tokio::test]
async fn drafts_alone_are_an_empty_list_unless_they_are_ones_own() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    ada.create_draft("Draft").await;
    bob.create_draft("Bob's draft").await;
    for query in ["published=false".to_owned(), format!("published=false&author={}", bob.id())] {
        assert_eq!(titles(&ada.get(&format!("{PATH}?{query}")).await), [""; 0], "{query}");
    }
}

#[tokio::test]
async fn one_authors_posts_can_be_asked_for() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    for number in 1..=3 {
        ada.create_post(&format!("Ada {number}")).await;
        bob.create_post(&format!("Bob {number}")).await;
    }
    let query = format!("limit=2&author={}", bob.id());
    assert_eq!(walk(&ada, &query).await, [vec!["Bob 3", "Bob 2"], vec!["Bob 1"]]);
    let nobody = format!("{PATH}?author=0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60");
    assert_eq!(titles(&ada.get(&nobody).await), [""; 0]);
}

#[tokio::test]
async fn a_list_can_carry_excerpts() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let content = "é".repeat(1_000);
    ada.post("/api/v1/blog", json!({"title": "t", "content": content})).await.assert_status(201);
    let excerpt = ada.get(&format!("{PATH}?content=excerpt")).await;
    let post = &excerpt.body["posts"][0];
    assert_eq!(post["excerpt"], "é".repeat(280));
    assert_eq!(post.get("content"), None);
    let full = ada.get(&format!("{PATH}?content=full")).await;
    let post = &full.body["posts"][0];
    assert_eq!((&post["content"], post.get("excerpt")), (&content.into(), None));
}

#[tokio::test]
async fn an_excerpt_is_the_text_that_readers_see() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for (content, excerpt) in [
        ("# Fish &amp; chips\n\n5 \\* 3 _is_ **15**.", "Fish & chips 5 * 3 is 15."),
        ("[Foo](https://en.wikipedia.org/wiki/Foo_(bar)) and more", "Foo and more"),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("```\ncode\n```\n\n- one\n- two[^1]\n\n[^1]: A note.", "one two"),
        ("**「重要」**です <b>x</b>", "「重要」です <b>x</b>"),
        ("**한국어(Korean)**는", "한국어(Korean)는"),
    ] {
        ada.post("/api/v1/blog", json!({"title": "t", "content": content})).await;
        let list = ada.get(&format!("{PATH}?content=excerpt&limit=1")).await;
        assert_eq!(list.body["posts"][0]["excerpt"], excerpt, "{content}");
    }
}

#[tokio::test]
async fn every_form_says_how_long_a_post_takes_to_read() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for (word, minutes) in [("engine ", 4), ("हिन्दी ", 4), ("தமிழ் ", 4), ("字", 2)]
    {
        let body = json!({"title": "t", "content": word.repeat(952)});
        let created = ada.post("/api/v1/blog", body).await;
        let read = ada.get(created.header("location")).await;
        assert_eq!(read.body["post"]["readingMinutes"], minutes, "{word}");
        for form in ["full", "excerpt"] {
            let list = ada.get(&format!("{PATH}?limit=1&content={form}")).await;
            assert_eq!(list.body["posts"][0]["readingMinutes"], minutes, "{word}, {form}");
        }
    }
}

#[tokio::test]
async fn what_another_version_has_left_is_made_anew() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = ada.create_post("First").await;
    let content = format!("**New**{}", " words".repeat(500));
    let excerpt: String = content.replace('*', "").chars().take(280).collect();
    for statement in [
        // Written by a version without excerpts, during an upgrade.
        format!("update posts set content = '{content}', revision = revision + 1"),
        // Older than the excerpts, and never changed.
        "update posts set excerpt = null, reading_minutes = null, summary_version = null, \
            summary_revision = null"
            .to_owned(),
        // Written by a later version.
        "update posts set excerpt = 'old', reading_minutes = 9, summary_version = 0, \
            summary_revision = revision"
            .to_owned(),
    ] {
        app.database().db_execute(&statement).await;
        let list = ada.get(&format!("{PATH}?content=excerpt")).await;
        let post = &list.body["posts"][0];
        assert_eq!(
            (&post["excerpt"], &post["readingMinutes"]),
            (&excerpt.clone().into(), &2.into())
        );
        let full = ada.get(PATH).await;
        let post = &full.body["posts"][0];
        assert_eq!(
            (&post["content"], &post["readingMinutes"]),
            (&content.clone().into(), &2.into())
        );
        assert_eq!(post, &listed(&ada.read_post(&id).await));

        // Changing only the title keeps the stored excerpt, whether or not it is current.
        let update = json!({"id": id, "title": "Other"});
        let updated = ada.put("/api/v1/blog", update).await;
        assert_eq!(updated.body["post"]["readingMinutes"], 2);
        let list = ada.get(&format!("{PATH}?content=excerpt")).await;
        assert_eq!(list.body["posts"][0]["excerpt"], excerpt);
    }
    let update = json!({"id": id, "content": "*Newer*"});
    let updated = ada.put("/api/v1/blog", update).await;
    assert_eq!(updated.body["post"]["readingMinutes"], 1);
    ada.put("/api/v1/blog", json!({"id": id, "published": true})).await.assert_success(200);
    let list = ada.get(&format!("{PATH}?content=excerpt")).await;
    assert_eq!(list.body["posts"][0]["excerpt"], "Newer");
    let kept = "select count(*) from posts
        where excerpt = 'Newer' and summary_revision = revision and summary_version > 0";
    assert_eq!(app.database().db_number(kept).await, 1);
}

#[tokio::test]
async fn older_components_go_on_during_an_upgrade() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    ada.create_post("First").await;
    let mut blog = app.database().connect_as("blog").await;
    // The one from before addresses, tags and times of publication.
    for (older, title) in [
        (
            "select json_agg(page)::text
                from list_posts(null, null, null, null, 21, true, 1, null) as page",
            "/0/title",
        ),
        ("select read_post(null, id, 1)::text from posts", "/title"),
    ] {
        let post: String = sqlx::query_scalar(older).fetch_one(&mut blog).await.unwrap();
        let post: Value = serde_json::from_str(&post).unwrap();
        assert_eq!(post.pointer(title), Some(&"First".into()), "{older}");
    }
    let write = format!(
        "insert into posts (id, author_id, title, content, published)
        values (gen_random_uuid(), '{}', 'First', 'c', true)",
        ada.id()
    );
    sqlx::raw_sql(AssertSqlSafe(write)).execute(&mut blog).await.unwrap();
    let list = ada.get(PATH).await;
    let addresses: Vec<_> =
        list.body["posts"].as_array().unwrap().iter().map(|post| &post["address"]).collect();
    assert_eq!(addresses, ["/@ada/first-2", "/@ada/first"]);
}

#[tokio::test]
async fn a_bad_query_names_every_fault() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for (query, faults) in [
        ("limit=0", &[("limit", "range")][..]),
        ("limit=101", &[("limit", "range")]),
        (
            "limit=ten&cursor=w&author=x&content=y&published=z",
            &[
                ("limit", "range"),
                ("cursor", "cursor"),
                ("author", "uuid"),
                ("content", "choice"),
                ("published", "choice"),
            ],
        ),
        ("published=", &[("published", "choice")]),
        ("published=False", &[("published", "choice")]),
        ("cursor=", &[("cursor", "cursor")]),
    ] {
        ada.get(&format!("{PATH}?{query}")).await.assert_invalid(faults);
    }
    let twice = ada.get(&format!("{PATH}?limit=1&limit=2")).await;
    twice.assert_problem(400, "Inputs not correct");
    ada.get(&format!("{PATH}?unknown=1")).await.assert_success(200);
}

#[tokio::test]
async fn public_reads_open_it_to_everyone() {
    let app = Stage::new().await.variable("public_reads", "true").start().await;
    let ada = app.sign_up("ada").await;
    ada.create_post("Published").await;
    ada.create_draft("Draft").await;
    assert_eq!(titles(&app.anon().get(PATH).await), ["Published"]);
    let by_ada = format!("{PATH}?author={}", ada.id());
    assert_eq!(titles(&app.anon().get(&by_ada).await), ["Published"]);
    app.anon().with_token("a.b.c").get(PATH).await.assert_unauthorized();
}

#[tokio::test]
async fn every_cursor_that_has_the_form_of_one_is_a_place() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    ada.create_post("First").await;
    for (cursor, found) in [("A".repeat(32), 0), (format!("A{}", "_".repeat(31)), 1)] {
        let answer = ada.get(&format!("{PATH}?cursor={cursor}")).await;
        answer.assert_success(200);
        assert_eq!(answer.body["posts"].as_array().unwrap().len(), found, "{cursor}");
        ada.get(&format!("/api/v1/user/export?cursor={cursor}")).await.assert_success(200);
    }
    ada.get(&format!("{PATH}?cursor=B{}", "A".repeat(31)))
        .await
        .assert_invalid(&[("cursor", "cursor")]);
}
