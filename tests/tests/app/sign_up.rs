use connectly_tests::{App, PASSWORD};
use serde_json::{Value, json};

const PATH: &str = "/api/v1/user/signup";

#[tokio::test]
async fn a_newcomer_gets_a_token_and_an_account() {
    let app = App::start().await;
    let body = json!({"email": " Ada@Example.com ", "password": PASSWORD, "name": " Ada "});
    let answer = app.anon().post(PATH, body).await;

    answer.assert_success(201);
    assert_eq!(answer.header("cache-control"), "no-store");
    let user = &answer.body["user"];
    assert_eq!((&user["email"], &user["name"]), (&json!("ada@example.com"), &json!("Ada")));
    let ada = app.anon().with_account(&answer);
    assert_eq!(&ada.get("/api/v1/user/me").await.body["user"], user);
}

#[tokio::test]
async fn a_name_is_optional() {
    let app = App::start().await;
    for (email, name) in [("a@example.com", json!({})), ("b@example.com", json!({"name": null}))] {
        let mut body = json!({"email": email, "password": PASSWORD});
        body.as_object_mut().unwrap().extend(name.as_object().unwrap().clone());
        let answer = app.anon().post(PATH, body).await;
        answer.assert_success(201);
        assert_eq!(answer.body["user"]["name"], Value::Null);
    }
}

#[tokio::test]
async fn ids_are_uuids_of_version_7() {
    let app = App::start().await;
    let ada = app.sign_up("ada").await;
    let id = uuid::Uuid::parse_str(ada.id()).unwrap();
    assert_eq!(id.get_version_num(), 7);
    assert_eq!(id.to_string(), ada.id());
}

#[tokio::test]
async fn an_email_is_taken_whatever_its_case() {
    let app = App::start().await;
    app.sign_up("ada").await;
    for email in ["ada@example.com", "ADA@example.com", " ada@EXAMPLE.com"] {
        let body = json!({"email": email, "password": PASSWORD});
        app.anon().post(PATH, body).await.assert_problem(409, "Email already taken");
    }
    assert_eq!(app.database().db_number("select count(*) from users").await, 1);
    assert_eq!(app.database().db_number("select count(*) from sessions").await, 1);
}

#[tokio::test]
async fn of_many_at_once_with_one_email_one_succeeds() {
    let app = App::start().await;
    let body = json!({"email": "ada@example.com", "password": PASSWORD});
    let tries: Vec<_> = (0..12)
        .map(|_| {
            let (anon, body) = (app.anon(), body.clone());
            tokio::spawn(async move { anon.post(PATH, body).await })
        })
        .collect();

    let mut successes = 0;
    for answer in tries {
        let answer = answer.await.unwrap();
        if answer.status == 201 {
            successes += 1;
        } else {
            answer.assert_problem(409, "Email already taken");
        }
    }
    assert_eq!(successes, 1);
    assert_eq!(app.database().db_number("select count(*) from users").await, 1);
    assert_eq!(app.database().db_number("select count(*) from sessions").await, 1);
}

#[tokio::test]
async fn bad_input_names_every_fault() {
    let app = App::start().await;
    for (body, faults) in [
        (json!({}), &[("email", "required"), ("password", "required")][..]),
        (
            json!({"email": 1, "password": [], "name": true}),
            &[("email", "type"), ("password", "type"), ("name", "type")],
        ),
        (
            json!({"email": "ada", "password": "short", "name": " "}),
            &[("email", "email"), ("password", "length"), ("name", "length")],
        ),
        (json!({"email": "a@localhost", "password": PASSWORD}), &[("email", "email")]),
        (json!({"email": "a@b.c", "password": "p".repeat(129)}), &[("password", "length")]),
        (json!({"email": "a@b.c", "password": "eight888\0"}), &[("password", "nul")]),
        (
            json!({"email": "a@b.c", "password": PASSWORD, "name": "n".repeat(81)}),
            &[("name", "length")],
        ),
        (json!({"email": "a@b.c", "password": PASSWORD, "name": "n\0"}), &[("name", "nul")]),
        (json!({"email": "a@b.c", "password": PASSWORD, "name": "\u{3164}"}), &[("name", "blank")]),
    ] {
        app.anon().post(PATH, body).await.assert_invalid(faults);
    }
    assert_eq!(app.database().db_number("select count(*) from users").await, 0);
}

#[tokio::test]
async fn a_password_that_others_guess_first_is_refused() {
    let app = App::start().await;
    for (password, code) in [
        ("Password", "common"),
        ("qwertyuiop", "common"),
        ("ada.lovelace", "personal"),
        ("Ada.Lovelace@example.com", "personal"),
        ("countess of lovelace", "personal"),
    ] {
        let body = json!({
            "email": "ada.lovelace@example.com",
            "password": password,
            "name": "Countess of Lovelace",
        });
        let answer = app.anon().post(PATH, body).await;
        answer.assert_invalid(&[("password", code)]);
    }
    assert_eq!(app.database().db_number("select count(*) from users").await, 0);
}

#[tokio::test]
async fn no_password_is_stored_or_shown() {
    let app = App::start().await;
    let answer =
        app.anon().post(PATH, json!({"email": "ada@example.com", "password": PASSWORD})).await;
    assert!(!answer.body.to_string().contains(PASSWORD));
    let hashed = "select count(*) from users where password_hash like '$argon2id$v=19$m=19456,%'";
    assert_eq!(app.database().db_number(hashed).await, 1);

    let refused = json!({"email": "x", "password": "1234567"});
    let answer = app.anon().post(PATH, refused).await;
    assert!(!answer.body.to_string().contains("1234567"), "{}", answer.body);
    assert!(!app.log().contains("1234567") && !app.log().contains(PASSWORD));
}
