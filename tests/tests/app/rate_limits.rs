//! Rate limits.
//!
//! If a test must not depend on the machine's speed, it moves time forward in the database.

use std::time::{Duration, Instant};

use connectly_tests::{Actor, Answer, App, PASSWORD, Stage};
use serde_json::{Value, json};

pub(crate) const ONE: &str = "203.0.113.1";
pub(crate) const OTHER: &str = "203.0.113.2";

/// An application behind a proxy that says where people are, with this limit.
pub(crate) async fn limited(variable: &str, rate: &str) -> App {
    Stage::new().await.variable("trusted_proxies", "1").variable(variable, rate).start().await
}

fn account(name: &str, password: &str) -> Value {
    json!({"email": format!("{name}@example.com"), "password": password})
}

async fn sign_up(at: &Actor, name: &str) -> Answer {
    at.post("/api/v1/user/signup", account(name, PASSWORD)).await
}

pub(crate) async fn sign_in(at: &Actor, name: &str, password: &str) -> Answer {
    at.post("/api/v1/user/signin", account(name, password)).await
}

/// A refusal with this time to wait, of which some seconds may have passed.
#[track_caller]
pub(crate) fn assert_too_many(answer: &Answer, seconds: u64) {
    answer.assert_problem(429, "Too many requests");
    let retry_after: u64 = answer.header("retry-after").parse().unwrap();
    let expected = seconds.saturating_sub(60).max(1)..=seconds;
    assert!(expected.contains(&retry_after), "{retry_after} is not in {expected:?}");
}

#[tokio::test]
async fn sign_ups_count_by_address() {
    let app = limited("limit_sign_up", "2/hour").await;
    let (one, other) = (app.anon().at(ONE), app.anon().at(OTHER));
    sign_up(&one, "ada").await.assert_success(201);
    sign_up(&one, "bob").await.assert_success(201);
    assert_too_many(&sign_up(&one, "eve").await, 1_800);
    assert_eq!(app.database().db_number("select count(*) from users").await, 2);
    assert_eq!(app.database().db_number("select count(*) from sessions").await, 2);

    // Failed ones count too, because they reveal who has an account.
    sign_up(&other, "ada").await.assert_problem(409, "Email already taken");
    sign_up(&other, "ada").await.assert_problem(409, "Email already taken");
    assert_too_many(&sign_up(&other, "ada").await, 1_800);
    sign_up(&app.anon().at("203.0.113.3"), "cleo").await.assert_success(201);

    app.database().db_let_pass(1_700).await;
    assert_too_many(&sign_up(&one, "eve").await, 100);
    app.database().db_let_pass(100).await;
    sign_up(&one, "eve").await.assert_success(201);
    assert_too_many(&sign_up(&one, "eva").await, 1_800);
}

#[tokio::test]
async fn wrong_passwords_count_by_account_and_address() {
    let app = limited("limit_sign_in", "3/hour").await;
    app.sign_up("ada").await;
    app.sign_up("bob").await;
    let (one, other) = (app.anon().at(ONE), app.anon().at(OTHER));
    for _ in 0..3 {
        sign_in(&one, "ada", "wrong").await.assert_problem(401, "Incorrect credentials");
    }
    // Not even the right password, so that guessing reveals nothing.
    assert_too_many(&sign_in(&one, "ada", PASSWORD).await, 1_200);
    assert_too_many(&sign_in(&one, " ADA", "wrong").await, 1_200);
    assert_eq!(app.database().db_number("select count(*) from sessions").await, 2);

    // Nobody else is locked out: neither ada elsewhere, nor another user there.
    sign_in(&other, "ada", PASSWORD).await.assert_success(200);
    sign_in(&one, "bob", PASSWORD).await.assert_success(200);

    app.database().db_let_pass(1_200).await;
    // Right passwords never count.
    for _ in 0..5 {
        sign_in(&one, "ada", PASSWORD).await.assert_success(200);
    }
    sign_in(&one, "ada", "wrong").await.assert_problem(401, "Incorrect credentials");
    assert_too_many(&sign_in(&one, "ada", PASSWORD).await, 1_200);
}

#[tokio::test]
async fn an_unknown_e_mail_is_limited_as_a_known_one() {
    let app = limited("limit_sign_in", "2/hour").await;
    app.sign_up("ada").await;
    let one = app.anon().at(ONE);
    let mut answers = Vec::new();
    for name in ["ada", "nobody"] {
        let mut told = Vec::new();
        for _ in 0..4 {
            let answer = sign_in(&one, name, "wrong").await;
            told.push((answer.status, answer.body));
        }
        answers.push(told);
    }
    assert_eq!(
        answers[0].iter().map(|(status, _)| *status).collect::<Vec<_>>(),
        [401, 401, 429, 429]
    );
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn wrong_passwords_count_by_address() {
    let app = limited("limit_sign_in_by_address", "3/hour").await;
    app.sign_up("ada").await;
    let (one, other) = (app.anon().at(ONE), app.anon().at(OTHER));
    for name in ["ada", "bob", "eve"] {
        sign_in(&one, name, "wrong").await.assert_problem(401, "Incorrect credentials");
    }
    assert_too_many(&sign_in(&one, "ada", PASSWORD).await, 1_200);
    assert_eq!(app.database().db_number("select count(*) from sessions").await, 1);
    sign_in(&other, "ada", PASSWORD).await.assert_success(200);

    app.database().db_let_pass(1_200).await;
    for _ in 0..5 {
        sign_in(&one, "ada", PASSWORD).await.assert_success(200);
    }
}

#[tokio::test]
async fn a_refusal_by_one_limit_takes_nothing_from_another() {
    let app = Stage::new()
        .await
        .variable("limit_sign_in", "2/hour")
        .variable("limit_sign_in_by_address", "3/hour")
        .start()
        .await;
    app.sign_up("ada").await;
    for _ in 0..2 {
        sign_in(&app.anon(), "ada", "wrong").await.assert_status(401);
    }
    for _ in 0..3 {
        assert_too_many(&sign_in(&app.anon(), "ada", "wrong").await, 1_800);
    }
    // The address has its third attempt left.
    sign_in(&app.anon(), "bob", "wrong").await.assert_status(401);
    assert_too_many(&sign_in(&app.anon(), "bob", "wrong").await, 1_200);
}

#[tokio::test]
async fn passwords_asked_for_once_more_count_by_user() {
    let app = limited("limit_password_check", "2/hour").await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let change = async |actor: &Actor, current: &str, new: &str| {
        let body = json!({"currentPassword": current, "newPassword": new});
        actor.post("/api/v1/user/password", body).await
    };
    let delete = async |actor: &Actor, password: &str| {
        actor.post("/api/v1/user/delete", json!({"password": password, "posts": "delete"})).await
    };
    change(&ada, "wrong", "another horse").await.assert_problem(403, "Wrong password");
    delete(&ada, "wrong").await.assert_problem(403, "Wrong password");
    assert_too_many(&change(&ada, PASSWORD, "another horse").await, 1_800);
    // From elsewhere too, because the limit is that of the signed-in user.
    assert_too_many(&delete(&ada.at(OTHER), PASSWORD).await, 1_800);
    ada.get("/api/v1/user/me").await.assert_success(200);
    sign_in(&app.anon(), "ada", PASSWORD).await.assert_success(200);
    delete(&bob, PASSWORD).await.assert_status(204);

    app.database().db_let_pass(1_800).await;
    let mut current = PASSWORD;
    for new in ["the first horse", "the second horse", "the third horse", PASSWORD] {
        change(&ada, current, new).await.assert_status(204);
        current = new;
    }
    delete(&ada, PASSWORD).await.assert_status(204);
}

#[tokio::test]
async fn changes_count_by_user() {
    let app = limited("limit_writing", "4/hour").await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let first = ada.create_post("First").await;
    let second = ada.create_post("Second").await;
    let change = async |actor: &Actor, id: &str| {
        actor.put("/api/v1/blog", json!({"id": id, "title": "Changed"})).await
    };
    change(&ada, &first).await.assert_success(200);
    ada.delete(&format!("/api/v1/blog/{second}")).await.assert_status(204);

    let post = json!({"title": "Third", "content": "c"});
    assert_too_many(&ada.post("/api/v1/blog", post.clone()).await, 900);
    assert_too_many(&change(&ada, &first).await, 900);
    assert_too_many(&ada.delete(&format!("/api/v1/blog/{first}")).await, 900);
    assert_too_many(&ada.patch("/api/v1/user/me", json!({"name": "Countess"})).await, 900);
    assert_too_many(&ada.sign_in_again().await.post("/api/v1/blog", post.clone()).await, 900);

    assert_eq!(ada.read_post(&first).await.header("etag"), "\"2\"");
    assert_eq!(ada.get("/api/v1/user/me").await.body["user"]["name"], "ada");
    assert_eq!(app.database().db_number("select count(*) from posts").await, 1);
    bob.create_post("Mine").await;
    // Invalid input doesn't count, and gets its usual error.
    ada.post("/api/v1/blog", json!({})).await.assert_status(400);

    app.database().db_let_pass(900).await;
    ada.post("/api/v1/blog", post.clone()).await.assert_success(201);
    assert_too_many(&ada.post("/api/v1/blog", post).await, 900);
}

#[tokio::test]
async fn after_the_time_to_wait_it_is_done() {
    let app = limited("limit_writing", "1/second").await;
    let ada = app.sign_up("ada").await;
    let post = json!({"title": "t", "content": "c"});
    let mut written = 0;
    let refused = loop {
        let answer = ada.post("/api/v1/blog", post.clone()).await;
        if answer.status == 429 {
            break answer;
        }
        answer.assert_success(201);
        written += 1;
        assert!(written < 100, "never refused");
    };
    let retry_after = refused.header("retry-after").parse().unwrap();
    tokio::time::sleep(Duration::from_secs(retry_after)).await;
    ada.post("/api/v1/blog", post).await.assert_success(201);
    assert_eq!(app.database().db_number("select count(*) from posts").await, written + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_get_exactly_as_much() {
    let app = limited("limit_writing", "20/day").await;
    let ada = app.sign_up("ada").await;
    let writers: Vec<_> = (0..60)
        .map(|_| {
            let ada = ada.clone();
            let post = json!({"title": "t", "content": "c"});
            tokio::spawn(async move { ada.post("/api/v1/blog", post).await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for writer in writers {
        statuses.push(writer.await.unwrap());
    }
    let count = |status| statuses.iter().filter(|found| **found == status).count();
    assert_eq!((count(201), count(429)), (20, 40));
    assert_eq!(app.database().db_number("select count(*) from posts").await, 20);
}

#[tokio::test(flavor = "multi_thread")]
async fn hashing_takes_turns_and_refuses_who_would_wait_too_long() {
    let app = limited("limit_hashing", "1/second").await;
    let begin = Instant::now();
    let sign_ups: Vec<_> = (0..12)
        .map(|number| {
            // Everyone uses another address, so this is the limit of all together.
            let anon = app.anon().at(&format!("203.0.113.{number}"));
            tokio::spawn(async move { sign_up(&anon, &format!("user-{number}")).await })
        })
        .collect();
    let mut served = 0;
    for answer in sign_ups {
        let answer = answer.await.unwrap();
        if answer.status == 201 {
            served += 1;
        } else {
            assert_too_many(&answer, 1);
        }
    }
    let took = begin.elapsed();
    assert!(took < Duration::from_secs(5), "{took:?}");
    // At once, after one second and after two. More only if requests came later.
    let turns = 1 + took.as_secs().max(2);
    assert!((3..=turns).contains(&served), "{served} in {took:?}");
    assert!(took >= Duration::from_secs(2), "{took:?}");
    assert_eq!(
        app.database().db_number("select count(*) from users").await,
        i64::try_from(served).unwrap()
    );
    tokio::time::sleep(Duration::from_secs(1)).await;
    sign_up(&app.anon().at("198.51.100.1"), "later").await.assert_success(201);
}

#[tokio::test]
async fn one_address_leaves_turns_to_others() {
    let database = connectly_tests::Database::new().await;
    let mut connection = database.connect().await;
    // 1 per hour, so that the test's own duration doesn't matter.
    let hour: i64 = 3_600_000_000;
    let turn = "select begin_sign_up($1, null, array[$2::bigint, 0], $2 * 20)";
    let mut greedy_turns = 0;
    for _ in 0..100 {
        loop {
            let greedy = sqlx::query_scalar::<_, i64>(turn).bind(ONE).bind(hour);
            if greedy.fetch_one(&mut connection).await.is_err() {
                break;
            }
            greedy_turns += 1;
        }
        let modest = sqlx::query_scalar::<_, i64>(turn).bind(OTHER).bind(hour);
        database.db_let_pass(2 * 3_600).await;
        let wait = modest.fetch_one(&mut connection).await.expect("a turn for others");
        assert!(wait <= 20 * hour, "{wait}");
    }
    // Of 200 turns, plus the initial burst.
    assert!((80..=135).contains(&greedy_turns), "{greedy_turns}");
}

#[tokio::test]
async fn a_clock_that_is_set_back_shuts_nobody_out() {
    let app = limited("limit_writing", "5/minute").await;
    let ada = app.sign_up("ada").await;
    ada.create_post("First").await;
    app.database().db_let_pass(-3_600).await;
    ada.create_post("Second").await;
    // And the limit goes on as before.
    for _ in 0..4 {
        ada.create_post("Another").await;
    }
    let post = json!({"title": "t", "content": "c"});
    assert_too_many(&ada.post("/api/v1/blog", post).await, 12);
}

#[tokio::test]
async fn full_buckets_are_cleared_away_in_passing() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let old = "insert into rate_limits
        select sha256(number::text::bytea), now() - number * interval '1 minute'
        from generate_series(1, 25) as number";
    app.database().db_execute(old).await;
    let full = "select count(*) from rate_limits where full_at < now() - interval '30 seconds'";
    for expected in [15, 5, 0] {
        ada.create_post("First").await;
        assert_eq!(app.database().db_number(full).await, expected);
    }
}

#[tokio::test]
async fn off_means_that_nothing_is_counted() {
    let limits =
        ["sign_up", "sign_in", "sign_in_by_address", "password_check", "writing", "hashing"];
    let mut stage = Stage::new().await;
    for limit in limits {
        stage = stage.variable(&format!("limit_{limit}"), "off");
    }
    let app = stage.start().await;
    let ada = app.sign_up("ada").await;
    ada.create_post("First").await;
    sign_in(&app.anon(), "ada", "wrong").await.assert_status(401);
    sign_in(&app.anon(), "ada", PASSWORD).await.assert_success(200);
    let body = json!({"password": "wrong", "posts": "keep"});
    ada.post("/api/v1/user/delete", body).await.assert_status(403);
    assert_eq!(app.database().db_number("select count(*) from rate_limits").await, 0);
}

#[tokio::test]
async fn what_is_kept_names_nobody() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    ada.create_post("First").await;
    sign_in(&app.anon(), "ada", "wrong").await.assert_status(401);
    let rows = "select count(*) from rate_limits";
    assert!(app.database().db_number(rows).await > 0);
    let telling = "select count(*) from rate_limits where octet_length(key) <> 32";
    assert_eq!(app.database().db_number(telling).await, 0);
    // Long texts, because a few bytes may occur in a hash by chance.
    for telling in ["example", "127.0.0.1", ada.id()] {
        let rows = format!(
            "select count(*) from rate_limits
            where position(convert_to('{telling}', 'UTF8') in key) > 0"
        );
        assert_eq!(app.database().db_number(&rows).await, 0, "{telling}");
    }
}
