use connectly_tests::{Actor, Answer, App, PASSWORD};
use serde_json::json;

const PATH: &str = "/api/v1/user/password";
const NEW: &str = "another horse entirely";

async fn change(actor: &Actor, current: &str, new: &str) -> Answer {
    actor.post(PATH, json!({"currentPassword": current, "newPassword": new})).await
}

async fn sign_in(app: &App, password: &str) -> Answer {
    let body = json!({"email": "ada@example.com", "password": password});
    app.anon().post("/api/v1/user/signin", body).await
}

#[tokio::test]
async fn the_new_password_counts_from_then_on() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    change(&ada, PASSWORD, NEW).await.assert_status(204);
    sign_in(&app, PASSWORD).await.assert_problem(401, "Incorrect credentials");
    sign_in(&app, NEW).await.assert_success(200);
    assert!(!app.log().contains(NEW), "{}", app.log());
}

#[tokio::test]
async fn all_other_sessions_end_and_this_one_goes_on() {
    let app = App::start().await;
    let (ada, bob) = (app.sign_up("ada").await, app.sign_up("bob").await);
    let elsewhere = ada.sign_in_again().await;
    let here = ada.sign_in_again().await;
    change(&here, PASSWORD, NEW).await.assert_status(204);
    for ended in [ada, elsewhere] {
        ended.get("/api/v1/user/me").await.assert_unauthorized();
    }
    here.get("/api/v1/user/me").await.assert_success(200);
    bob.get("/api/v1/user/me").await.assert_success(200);
}

#[tokio::test]
async fn a_wrong_password_is_no_end_of_the_session() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let elsewhere = ada.sign_in_again().await;
    let answer = change(&ada, "wrong", NEW).await;
    answer.assert_problem(403, "Wrong password");
    assert_eq!(answer.header("www-authenticate"), "");
    for actor in [ada, elsewhere] {
        actor.get("/api/v1/user/me").await.assert_success(200);
    }
    sign_in(&app, PASSWORD).await.assert_success(200);
}

#[tokio::test]
async fn bad_input_names_every_fault() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let faults = [("currentPassword", "required"), ("newPassword", "required")];
    ada.post(PATH, json!({})).await.assert_invalid(&faults);
    for (new, code) in [
        ("short", "length"),
        ("eight888\0", "nul"),
        ("Sunshine", "common"),
        ("ADA@example.com", "personal"),
    ] {
        change(&ada, PASSWORD, new).await.assert_invalid(&[("newPassword", code)]);
    }
    ada.patch("/api/v1/user/me", json!({"name": "Countess Ada"})).await.assert_success(200);
    let answer = change(&ada, PASSWORD, "countess ada").await;
    answer.assert_invalid(&[("newPassword", "personal")]);
    assert!(!answer.body.to_string().contains("countess"), "{}", answer.body);
    sign_in(&app, PASSWORD).await.assert_success(200);
}

#[tokio::test]
async fn a_new_password_is_not_judged_before_the_current_one_is_known() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let answer = change(&ada, "wrong", "ada@example.com").await;
    answer.assert_problem(403, "Wrong password");
}

#[tokio::test]
async fn nobody_slips_in_with_the_old_password_meanwhile() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let tries: Vec<_> = (0..12)
        .map(|_| {
            let anon = app.anon();
            let body = json!({"email": "ada@example.com", "password": PASSWORD});
            tokio::spawn(async move { anon.post("/api/v1/user/signin", body).await })
        })
        .collect();
    change(&ada, PASSWORD, NEW).await.assert_status(204);
    for answer in tries {
        let answer = answer.await.unwrap();
        if answer.status != 200 {
            answer.assert_problem(401, "Incorrect credentials");
        }
    }
    assert_eq!(app.database().db_number("select count(*) from sessions").await, 1);
    ada.get("/api/v1/user/me").await.assert_success(200);
}

#[tokio::test]
async fn who_signs_in_at_that_moment_is_seen() {
    // An order that rarely happens by chance: the sign-in commits while the change waits for it.
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let database = app.database();
    let mut signing_in = database.connect().await;
    let run = async |connection: &mut _, statement: &'static str| {
        sqlx::raw_sql(statement).execute(connection).await.unwrap();
    };
    run(&mut signing_in, "begin; select from users for no key update").await;
    run(
        &mut signing_in,
        "insert into sessions (id, user_id, expires_at)
         select gen_random_uuid(), id, now() + interval '1 day' from users",
    )
    .await;
    let changing = tokio::spawn({
        let ada = ada.clone();
        async move { change(&ada, PASSWORD, NEW).await }
    });
    let waiting = "select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'";
    while database.db_number(waiting).await == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    run(&mut signing_in, "commit").await;
    changing.await.unwrap().assert_status(204);
    assert_eq!(database.db_number("select count(*) from sessions").await, 1);
}
