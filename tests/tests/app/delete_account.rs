use connectly_tests::{Actor, Answer, App, Database, PASSWORD};
use reqwest::Method;
use serde_json::json;

const PATH: &str = "/api/v1/user/delete";

async fn delete(actor: &Actor, posts: &str) -> Answer {
    actor.post(PATH, json!({"password": PASSWORD, "posts": posts})).await
}

#[tokio::test]
async fn nothing_is_left_where_nothing_is_kept() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let elsewhere = ada.sign_in_again().await;
    let (post, of_bob) = (ada.create_post("First").await, bob.create_post("Bob's").await);
    ada.create_draft("Not yet").await;

    let answer = delete(&ada, "delete").await;
    answer.assert_status(204);
    assert!(answer.header("set-cookie").starts_with("session=; Path=/; Max-Age=0; "));
    for ended in [&ada, &elsewhere] {
        ended.get("/api/v1/user/me").await.assert_unauthorized();
    }
    bob.read_post(&post).await.assert_problem(404, "Not found");
    bob.read_post(&of_bob).await.assert_success(200);
    for table in ["users", "sessions", "posts"] {
        let count = format!("select count(*) from {table}");
        assert_eq!(app.database().db_number(&count).await, 1, "{table}");
    }
}

#[tokio::test]
async fn kept_posts_stand_under_a_deleted_author() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let post = ada.create_post("First").await;
    let draft = ada.create_draft("Not yet").await;
    let before = bob.read_post(&post).await;

    delete(&ada, "keep").await.assert_status(204);
    ada.get("/api/v1/user/me").await.assert_unauthorized();
    let after = bob.read_post(&post).await;
    assert_eq!(after.header("etag"), before.header("etag"));
    let author = json!({"id": ada.id(), "name": "Deleted author", "handle": null});
    assert_eq!(after.body["post"]["author"], author);
    let listed = bob.get(&format!("/api/v1/blog/bulk?author={}", ada.id())).await;
    assert_eq!(listed.body["posts"].as_array().unwrap().len(), 1);
    assert_eq!(listed.body["posts"][0]["author"], author);

    let database = app.database();
    let drafts = format!("select count(*) from posts where id = '{draft}'");
    assert_eq!(database.db_number(&drafts).await, 0);
    let traces = "select count(*) from users
        where deleted_at is not null and email is null and password_hash is null";
    assert_eq!(database.db_number(traces).await, 1);
    assert_eq!(database.db_number("select count(*) from sessions").await, 1);
}

#[tokio::test]
async fn nobody_is_kept_for_drafts_alone() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    ada.create_draft("Not yet").await;
    delete(&ada, "keep").await.assert_status(204);
    assert_eq!(app.database().db_number("select count(*) from users").await, 0);
    assert_eq!(app.database().db_number("select count(*) from posts").await, 0);
}

#[tokio::test]
async fn the_email_is_free_and_the_old_password_worth_nothing() {
    let app = App::start().await;
    for posts in ["keep", "delete"] {
        let ada = app.sign_up("ada").await;
        let post = ada.create_post("First").await;
        delete(&ada, posts).await.assert_status(204);
        let body = json!({"email": "ada@example.com", "password": PASSWORD});
        let answer = app.anon().post("/api/v1/user/signin", body).await;
        answer.assert_problem(401, "Incorrect credentials");
        // A new user: the old posts are not theirs.
        let new = app.sign_up("ada").await;
        assert_ne!(new.id(), ada.id());
        let change = json!({"id": post, "title": "Mine"});
        let status = new.put("/api/v1/blog", change).await.status;
        assert_eq!(status, if posts == "keep" { 403 } else { 404 });
        delete(&new, "delete").await.assert_status(204);
    }
}

#[tokio::test]
async fn a_wrong_password_deletes_nothing() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let answer = ada.post(PATH, json!({"password": "wrong", "posts": "delete"})).await;
    answer.assert_problem(403, "Wrong password");
    assert_eq!(answer.header("set-cookie"), "");
    ada.get("/api/v1/user/me").await.assert_success(200);
}

#[tokio::test]
async fn what_becomes_of_the_posts_has_to_be_said() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    for (body, faults) in [
        (json!({}), &[("password", "required"), ("posts", "required")][..]),
        (json!({"password": PASSWORD}), &[("posts", "required")]),
        (json!({"password": PASSWORD, "posts": "burn"}), &[("posts", "choice")]),
        (json!({"password": "", "posts": "keep"}), &[("password", "length")]),
    ] {
        ada.post(PATH, body).await.assert_invalid(faults);
    }
    ada.get("/api/v1/user/me").await.assert_success(200);
}

#[tokio::test]
async fn another_sites_page_cannot_do_it_with_the_cookie() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let request = app.anon().request(Method::POST, PATH);
    let request = request.header("cookie", format!("session={}", ada.jwt()));
    let request = request.header("sec-fetch-site", "cross-site");
    let body = json!({"password": PASSWORD, "posts": "delete"});
    app.anon().send(request.json(&body)).await.assert_unauthorized();
    ada.get("/api/v1/user/me").await.assert_success(200);
}

#[tokio::test]
async fn what_is_done_at_that_moment_is_never_a_fault() {
    let app = App::start().await;
    for (posts, name) in [("delete", "ada"), ("keep", "bob")] {
        let actor = app.sign_up(name).await;
        actor.create_post("First").await;
        let writing: Vec<_> = (0..24)
            .map(|number| {
                let actor = actor.clone();
                tokio::spawn(async move {
                    if number % 6 == 0 {
                        let body = json!({"email": actor.user()["email"], "password": PASSWORD});
                        actor.post("/api/v1/user/signin", body).await
                    } else {
                        let body = json!({"title": "t", "content": "c"});
                        actor.post("/api/v1/blog", body).await
                    }
                })
            })
            .collect();
        delete(&actor, posts).await.assert_status(204);
        for answer in writing {
            let answer = answer.await.unwrap();
            assert!([200, 201, 401].contains(&answer.status), "{} {}", answer.status, answer.body);
        }
        assert_eq!(app.database().db_number("select count(*) from sessions").await, 0);
    }
}

#[tokio::test]
async fn every_table_that_refers_to_a_user_is_known() {
    let database = Database::new().await;
    let query = "select conrelid::regclass::text from pg_constraint
        where confrelid = 'users'::regclass order by 1";
    let mut connection = database.connect().await;
    let tables: Vec<String> = sqlx::query_scalar(query).fetch_all(&mut connection).await.unwrap();
    // Say what becomes of a new one's rows when an account is deleted with its posts kept, and put them
    // into the export.
    // Handles stay, and with them the addresses of posts that are kept: see `kept_posts_…`.
    assert_eq!(
        tables,
        ["handles", "picture_totals", "pictures", "post_slugs", "posts", "sessions"]
    );
}
