use super::*;
use serde_json::json;

use crate::{
    ChangePassword, CreatePost, DeleteAccount, SaveDraft, SignIn, SignUp, UpdateMe, UpdatePost,
    limits::*,
};

/// `(field, code)` of every fault.
pub(crate) fn faults<T: Input>(body: &Value) -> Vec<(String, String)> {
    match parse::<T>(body.to_string().as_bytes()) {
        Ok(_) => Vec::new(),
        Err(InputError::Fields(errors)) => {
            errors.into_iter().map(|error| (error.field, error.code)).collect()
        }
        Err(error) => panic!("{error:?}"),
    }
}

fn assert_faults<T: Input>(body: Value, expected: &[(&str, &str)]) {
    let expected: Vec<_> =
        expected.iter().map(|(field, code)| (field.to_string(), code.to_string())).collect();
    assert_eq!(faults::<T>(&body), expected, "{body}");
}

#[test]
fn what_is_no_json_object_is_refused() {
    for bad in ["", "{", "nonsense", "[]", "null", "\"text\"", "1", "{\"email\": \"\\ud8\"}"] {
        let error = parse::<SignUp>(bad.as_bytes()).unwrap_err();
        assert!(matches!(error, InputError::NotAnObject(_)), "{bad:?}: {error:?}");
    }
    let error = parse::<SignUp>(b"{\"email\": \"\xff\"}").unwrap_err();
    let InputError::NotAnObject(reason) = error else { panic!("{error:?}") };
    assert!(reason.contains("not UTF-8 (byte 12)"), "{reason}");
    let deep = "[".repeat(100_000);
    assert!(matches!(parse::<SignUp>(deep.as_bytes()), Err(InputError::NotAnObject(_))));
}

#[test]
fn missing_fields_and_wrong_types_are_told_together() {
    assert_faults::<SignUp>(json!({}), &[("email", "required"), ("password", "required")]);
    assert_faults::<SignUp>(
        json!({"email": 1, "password": null, "name": []}),
        &[("email", "type"), ("password", "required"), ("name", "type")],
    );
    assert_faults::<CreatePost>(
        json!({"title": 1, "published": "yes"}),
        &[("title", "type"), ("published", "type")],
    );
    assert_faults::<UpdatePost>(json!({"id": "7"}), &[("id", "uuid")]);
    assert_faults::<UpdatePost>(json!({"title": null}), &[("id", "required")]);
}

#[test]
fn sign_up_keeps_its_limits() {
    let sign_up = |email: &str, password: &str, name: Value| json!({"email": email, "password": password, "name": name});
    let name = |length: u64| "n".repeat(length as usize);
    let password = |length: u64| "p".repeat(length as usize);
    let good = password(PASSWORD_MIN);
    assert_faults::<SignUp>(sign_up("a@b.c", &good, Value::Null), &[]);
    assert_faults::<SignUp>(sign_up("a@b.c", &password(PASSWORD_MAX), json!("é")), &[]);
    assert_faults::<SignUp>(sign_up("a@b.c", &good, json!(name(NAME_MAX))), &[]);
    for (body, field, code) in [
        (sign_up("a@b", &good, Value::Null), "email", "email"),
        (sign_up("a@b.c", &password(PASSWORD_MIN - 1), Value::Null), "password", "length"),
        (sign_up("a@b.c", &password(PASSWORD_MAX + 1), Value::Null), "password", "length"),
        (sign_up("a@b.c", "12345678\0", Value::Null), "password", "nul"),
        (sign_up("a@b.c", &good, json!(" ")), "name", "length"),
        (sign_up("a@b.c", &good, json!(name(NAME_MAX + 1))), "name", "length"),
        (sign_up("a@b.c", &good, json!("a\0b")), "name", "nul"),
        (sign_up("a@b.c", &good, json!(" \u{200d}\u{2066}")), "name", "blank"),
    ] {
        assert_faults::<SignUp>(body, &[(field, code)]);
    }
}

#[test]
fn a_password_that_others_guess_first_is_refused() {
    let sign_up = |password: &str, name: Value| json!({"email": "ada.lovelace@b.c", "password": password, "name": name});
    for (password, name, code) in [
        ("PassWord", Value::Null, "common"),
        ("ADA.lovelace@b.c", Value::Null, "personal"),
        ("ada.lovelace", Value::Null, "personal"),
        ("countess ada", json!(" Countess Ada "), "personal"),
        // Common goes first: the other is looked at when all else is good.
        ("sunshine", json!("Sunshine"), "common"),
    ] {
        assert_faults::<SignUp>(sign_up(password, name), &[("password", code)]);
    }
    assert_faults::<SignUp>(sign_up("ada.lovelace", json!("")), &[("name", "length")]);
    let change = |new: &str| json!({"currentPassword": "sunshine", "newPassword": new});
    assert_faults::<ChangePassword>(change("sunshine"), &[("newPassword", "common")]);
    assert_faults::<ChangePassword>(change("short"), &[("newPassword", "length")]);
    assert_faults::<ChangePassword>(change("correct horse"), &[]);
}

#[test]
fn a_name_stays_changes_or_goes() {
    let read = |body: Value| {
        let name = parse::<UpdateMe>(body.to_string().as_bytes()).unwrap().name;
        name.map(|name| name.map(String::from))
    };
    assert_eq!(read(json!({})), None);
    assert_eq!(read(json!({"name": null})), Some(None));
    assert_eq!(read(json!({"name": " Ada "})), Some(Some("Ada".to_owned())));
    assert_faults::<UpdateMe>(json!({"name": " "}), &[("name", "length")]);
    assert_faults::<UpdateMe>(json!({"name": "\0"}), &[("name", "nul")]);
    assert_faults::<UpdateMe>(json!({"name": "\u{2060}"}), &[("name", "blank")]);
    assert_faults::<UpdateMe>(json!({"name": 1}), &[("name", "type")]);
}

#[test]
fn posts_are_left_in_one_of_two_ways() {
    let delete = |posts: Value| json!({"password": "x", "posts": posts});
    for word in ["delete", "keep"] {
        assert_faults::<DeleteAccount>(delete(json!(word)), &[]);
    }
    for bad in [json!("Keep"), json!(""), json!(true)] {
        assert_faults::<DeleteAccount>(delete(bad), &[("posts", "choice")]);
    }
    assert_faults::<DeleteAccount>(delete(Value::Null), &[("posts", "required")]);
}

#[test]
fn sign_in_takes_a_short_password_and_refuses_a_huge_one() {
    assert_faults::<SignIn>(json!({"email": "a@b.c", "password": "x"}), &[]);
    assert_faults::<SignIn>(
        json!({"email": "a@b.c", "password": "x".repeat(129)}),
        &[("password", "length")],
    );
}

#[test]
fn all_faults_of_all_values_are_told_together() {
    let long = "\u{200b}".repeat(TITLE_MAX as usize + 1);
    assert_faults::<CreatePost>(
        json!({"title": long, "content": "c\0"}),
        &[("title", "length"), ("title", "blank"), ("content", "nul")],
    );
    let update = json!({
        "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60", "title": "\u{ad}", "content": "\u{3164}",
    });
    assert_faults::<UpdatePost>(update, &[("title", "blank"), ("content", "blank")]);
    // But not while one has another type.
    assert_faults::<CreatePost>(json!({"title": "", "content": 1}), &[("content", "type")]);
}

/// Bodies with one field less, or with one of another type, for every field that is declared.
#[test]
fn no_field_is_passed_over() {
    fn check<T: Input>(good: Value) {
        assert_faults::<T>(good.clone(), &[]);
        assert_eq!(good.as_object().unwrap().len(), T::FIELDS.len());
        for field in T::FIELDS {
            let mut body = good.clone();
            body[field.name] = json!({});
            assert_faults::<T>(body, &[(field.name, field.kind.fault().code())]);
            let missing = [(field.name, "required")];
            let missing = if field.required { &missing[..] } else { &[] };
            let mut body = good.clone();
            body[field.name] = Value::Null;
            assert_faults::<T>(body, missing);
            let mut body = good.clone();
            body.as_object_mut().unwrap().remove(field.name);
            assert_faults::<T>(body, missing);
        }
    }
    let (email, password) = ("a@b.c", "correct horse");
    let id = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60";
    check::<SignUp>(json!({"email": email, "password": password, "name": "Ada"}));
    check::<SignIn>(json!({"email": email, "password": password}));
    let picture = "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/1600x900.webp";
    check::<UpdateMe>(json!({
        "name": "Ada", "handle": "ada", "bio": "b", "links": [], "picture": picture,
    }));
    check::<ChangePassword>(json!({"currentPassword": password, "newPassword": password}));
    check::<DeleteAccount>(json!({"password": password, "posts": "keep"}));
    let post = json!({
        "title": "t", "content": "c", "published": false, "slug": "s", "tags": [], "cover": picture,
        "coverAlt": "a", "publishedAt": "2026-02-03T04:05:06Z",
    });
    check::<CreatePost>(post.clone());
    let mut update = post;
    update["id"] = json!(id);
    check::<UpdatePost>(update);
    check::<SaveDraft>(json!({
        "title": "t", "content": "c", "tags": [], "cover": picture, "coverAlt": "a",
    }));
}

#[test]
fn half_an_emoji_is_no_reason_to_lose_the_rest() {
    let body = br#"{"title": "cut \ud83d off", "content": "\ude00 \ud83d\ude00 \\ud83d"}"#;
    let post: CreatePost = parse(body).unwrap();
    assert_eq!(post.title.unwrap().as_str(), "cut \u{fffd} off");
    assert_eq!(post.content.unwrap().as_str(), "\u{fffd} 😀 \\ud83d");
    // Each half counts as the one character that it becomes.
    let title = r"\ud83d".repeat(TITLE_MAX as usize);
    let post: CreatePost =
        parse(format!(r#"{{"title": "{title}", "content": "c"}}"#).as_bytes()).unwrap();
    assert_eq!(post.title.unwrap().as_str(), "\u{fffd}".repeat(TITLE_MAX as usize));
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let body = b"\xef\xbb\xbf{\"title\": \"t\", \"content\": \"c\"}";
    assert_eq!(parse::<CreatePost>(body).unwrap().title.unwrap().as_str(), "t");
}

#[test]
fn a_message_names_the_limits_and_never_the_value() {
    let secret = "hunter2";
    let body = json!({"email": "a@b.c", "password": secret}).to_string();
    let error = parse::<SignUp>(body.as_bytes()).unwrap_err();
    let InputError::Fields(fields) = &error else { panic!("{error:?}") };
    assert_eq!(fields[0].message, "password must have 8 to 128 characters");
    assert!(!format!("{error:?}").contains(secret));
}

#[test]
fn unknown_fields_are_passed_over() {
    assert_faults::<SignIn>(json!({"email": "a@b.c", "password": "x", "admin": true}), &[]);
}
