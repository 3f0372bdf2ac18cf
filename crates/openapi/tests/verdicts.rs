//! Checks the server's verdicts on good and bad bodies against the schemas, and writes them to a
//! table for the clients that are made from the schemas: `packages/common` tests its own checks
//! with it.

use std::sync::LazyLock;

use connectly_types::{
    ChangePassword, CreatePost, DeleteAccount, Email, Fault, Input, InputError, OPERATIONS,
    SaveDraft, SignIn, SignUp, UpdateMe, UpdatePost, limits::*, parse,
};
use expect_test::expect_file;
use icu_normalizer::ComposingNormalizerBorrowed;
use proptest::prelude::*;
use serde_json::{Value, json};

const ID: &str = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60";
const PASSWORD: &str = "correct horse";

/// Text that is too long for the table, which has it as `{"repeat": …}`.
fn repeat(text: &str, times: u64) -> Value {
    json!({ "repeat": text, "times": times })
}

/// Text with half a character, which only JSON's escapes can express. The table has it as
/// `{"escaped": …}`, beside the text as it is read.
fn half(escaped: &str, read: &str) -> Value {
    json!({ "escaped": escaped, "read": read })
}

/// A body as it is sent.
fn sent(body: &Value) -> String {
    let mut text = written_out(body.clone()).to_string();
    for (name, value) in body.as_object().into_iter().flatten() {
        if let (Some(escaped), Some(read)) = (value["escaped"].as_str(), value["read"].as_str()) {
            let member = |text: &str| format!("{}:{text}", json!(name));
            text =
                text.replace(&member(&json!(read).to_string()), &member(&format!("\"{escaped}\"")));
        }
    }
    text
}

/// A body as it is read.
fn written_out(mut body: Value) -> Value {
    for (_, value) in body.as_object_mut().into_iter().flatten() {
        if let Some(read) = value["read"].as_str() {
            *value = read.into();
        } else if let (Some(text), Some(times)) =
            (value["repeat"].as_str(), value["times"].as_u64())
        {
            *value = text.repeat(usize::try_from(times).unwrap()).into();
        }
    }
    body
}

/// The table: schema, body, and `(field, message)` of each fault.
struct Verdicts {
    document: Value,
    lines: Vec<Value>,
}

impl Verdicts {
    fn add<T: Input>(&mut self, schema: &str, body: Value) {
        self.add_checked(schema, body, |body| parse::<T>(body).map(drop));
    }

    fn add_checked(
        &mut self,
        schema: &str,
        body: Value,
        check: fn(&[u8]) -> Result<(), InputError>,
    ) {
        let whole = written_out(body.clone());
        let faults = match check(sent(&body).as_bytes()) {
            Ok(()) => Vec::new(),
            Err(InputError::Fields(faults)) => faults,
            Err(error) => panic!("{body}: {error:?}"),
        };
        let is_valid = self.schema(schema).is_valid(&self.normalized(schema, whole));
        let is_good =
            faults.iter().all(|fault| Fault::BEYOND_SCHEMAS.contains(&fault.code.as_str()));
        assert_eq!(is_valid, is_good, "{schema}, {body}: {faults:?}");
        self.lines.push(json!({ "schema": schema, "body": body, "faults": faults }));
    }

    fn schema(&self, name: &str) -> jsonschema::Validator {
        let schema = &self.document["components"]["schemas"][name];
        jsonschema::options().should_validate_formats(true).build(schema).unwrap()
    }

    /// As `x-trim`, `x-lower-case` and `x-normalize` say.
    fn normalized(&self, schema: &str, mut body: Value) -> Value {
        let properties = &self.document["components"]["schemas"][schema]["properties"];
        for (name, value) in body.as_object_mut().into_iter().flatten() {
            let Value::String(text) = value else { continue };
            if properties[name]["x-trim"] == true {
                *text = text.trim().to_owned();
            }
            if properties[name]["x-lower-case"] == true {
                *text = text.to_ascii_lowercase();
            }
            if properties[name]["x-normalize"] == "NFC" {
                *text = ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned();
            }
        }
        body
    }
}

fn addresses() -> Vec<Value> {
    let label = "d".repeat(63);
    let mut addresses: Vec<Value> = [
        "a@b.c",
        " Ada@Example.COM\n",
        "\u{85}\u{3000}ada@example.com\u{a0}",
        "ada.lovelace+posts@mail.example.org",
        "o'hara@example.com",
        "!#$%&'*+/=?^_`{|}~-@example.com",
        ".a..b.@example.com",
        "x@xn--bcher-kva.example",
        "1@2.3",
        "a@b-c.d--e.f",
        "",
        " ",
        "@",
        "ada",
        "ada@",
        "@example.com",
        "ada@localhost",
        "ada@example.",
        "ada@.com",
        "ada@a..b",
        "ada@exa mple.com",
        "a da@example.com",
        "ada@@example.com",
        "ada@example.com@example.com",
        "ada@-example.com",
        "ada@example-.com",
        "ada@exämple.com",
        "ad\u{e4}@example.com",
        // The Kelvin sign, which in Unicode is a K in another case.
        "\u{212a}@example.com",
        // No white space to Unicode, though some languages trim it.
        "\u{feff}ada@example.com",
        "ada\0@example.com",
        "ada@example.com\0",
        "Ada <ada@example.com>",
        "ada@example.com\n.",
        "ada@127.0.0.1",
        "ada@[127.0.0.1]",
        "\"ada\"@example.com",
        "ada@example_com.org",
    ]
    .map(Value::from)
    .into();
    addresses.push(format!("ada@{label}.com").into());
    addresses.push(format!("ada@d{label}.com").into());
    let longest = EMAIL_MAX - "@example.com".len();
    for length in [longest, longest + 1] {
        addresses.push(format!("{}@example.com", "a".repeat(length)).into());
    }
    addresses
}

proptest! {
    #[test]
    fn a_pattern_is_an_address_whatever_it_is(
        address in prop_oneof![
            any::<String>(),
            "[aB.@+-]{0,8}@?[aB1.é-]{0,8}",
            "[ -~]{1,20}@[a-z0-9.-]{1,70}",
        ],
    ) {
        static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(address_schema);
        let trimmed = address.trim();
        prop_assert_eq!(SCHEMA.is_valid(&trimmed.into()), Email::parse(trimmed).is_some());
    }
}

proptest! {
    #[test]
    fn a_pattern_is_blank_whatever_shows_nothing(
        title in prop_oneof![
            any::<String>(),
            "[ \u{3000}\u{1}-\u{20}\u{ad}\u{200b}-\u{2070}\u{feff}]{1,6}",
            "[\u{3164}\u{fe00}-\u{fe10}\u{1d158}-\u{1d17b}\u{e0ffe}-\u{e1000} ]{1,4}",
            any::<char>().prop_map(String::from),
        ],
    ) {
        static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
            let document = connectly_openapi::document();
            let schema = &document["components"]["schemas"]["UpdateMe"]["properties"]["name"];
            jsonschema::validator_for(schema).unwrap()
        });
        let body = json!({ "name": title }).to_string();
        let is_good = parse::<UpdateMe>(body.as_bytes()).is_ok();
        prop_assert_eq!(SCHEMA.is_valid(&title.trim().into()), is_good);
    }
}

fn address_schema() -> jsonschema::Validator {
    let schema = json!({ "type": "string", "pattern": Email::PATTERN, "maxLength": EMAIL_MAX });
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn a_pattern_is_an_address_when_the_hand_written_check_says_so() {
    let schema = address_schema();
    for address in addresses() {
        let trimmed = address.as_str().unwrap().trim();
        assert_eq!(schema.is_valid(&trimmed.into()), Email::parse(trimmed).is_some(), "{address}");
    }
}

#[test]
fn the_schemas_accept_what_the_server_accepts() {
    let mut verdicts = Verdicts { document: connectly_openapi::document(), lines: Vec::new() };
    for body in OPERATIONS.iter().filter_map(|operation| operation.body) {
        verdicts.add_checked(body.name, connectly_openapi::example(body.name), body.check);
    }
    sign_up(&mut verdicts);
    sign_in(&mut verdicts);
    update_me(&mut verdicts);
    change_password(&mut verdicts);
    delete_account(&mut verdicts);
    create_post(&mut verdicts);
    update_post(&mut verdicts);
    save_draft(&mut verdicts);
    let lines: Vec<_> = verdicts.lines.iter().map(|line| format!("  {line}")).collect();
    let table = format!("[\n{}\n]\n", lines.join(",\n"));
    expect_file!["../../../packages/common/tests/verdicts.json"].assert_eq(&table);
}

fn sign_up(verdicts: &mut Verdicts) {
    let mut add = |body| verdicts.add::<SignUp>("SignUp", body);
    for address in addresses() {
        add(json!({ "email": address, "password": PASSWORD }));
    }
    add(json!({}));
    add(json!({ "email": null, "password": null, "name": null }));
    add(json!({ "email": 1, "password": [], "name": {} }));
    add(json!({ "email": "nobody", "password": "short", "name": " " }));
    for password in [
        repeat("p", PASSWORD_MIN - 1),
        repeat("p", PASSWORD_MIN),
        repeat(" ", PASSWORD_MIN),
        repeat("p", PASSWORD_MAX),
        repeat("p", PASSWORD_MAX + 1),
        // One character to Unicode, two units to UTF-16, four bytes to UTF-8.
        repeat("😀", PASSWORD_MIN - 1),
        repeat("😀", PASSWORD_MAX),
        json!("12345678\0"),
        json!("\0"),
        // One letter, written with two characters.
        repeat("e\u{301}", PASSWORD_MIN - 1),
        repeat("e\u{301}", PASSWORD_MAX),
        repeat("e\u{301}", PASSWORD_MAX + 1),
        half(r"12345\ud83d\ude00\ude00", "12345😀\u{fffd}"),
        half(r"123456\ud83d\u0301", "123456\u{fffd}\u{301}"),
        json!("Password"),
        json!("sunshine"),
    ] {
        add(json!({ "email": "a@b.c", "password": password }));
    }
    for password in ["ada.lovelace@b.c", "Ada.Lovelace", "countess ada"] {
        let (email, name) = ("ada.lovelace@b.c", "Countess Ada");
        add(json!({ "email": email, "password": password, "name": name }));
    }
    for name in [
        json!(null),
        json!("é"),
        json!(""),
        json!(" \t\u{2003}\u{85}"),
        json!("\u{feff}"),
        json!("می\u{200c}خواهم"),
        json!("\u{2067}\u{3000}\u{2069}"),
        json!("a\0b"),
        repeat("n", NAME_MAX),
        repeat("😀", NAME_MAX),
        repeat("n", NAME_MAX + 1),
        repeat("\0", NAME_MAX + 1),
    ] {
        add(json!({ "email": "a@b.c", "password": PASSWORD, "name": name }));
    }
}

fn update_me(verdicts: &mut Verdicts) {
    let mut add = |body| verdicts.add::<UpdateMe>("UpdateMe", body);
    add(json!({}));
    for name in
        [json!(null), json!(" Ada "), json!(" "), json!("\u{200b}"), json!("a\0b"), json!(7)]
    {
        add(json!({ "name": name }));
    }
    add(json!({ "name": repeat("n", NAME_MAX + 1) }));
}

fn change_password(verdicts: &mut Verdicts) {
    let mut add = |body| verdicts.add::<ChangePassword>("ChangePassword", body);
    add(json!({}));
    add(json!({ "currentPassword": "x", "newPassword": PASSWORD }));
    add(json!({ "currentPassword": "", "newPassword": "short" }));
    add(json!({ "currentPassword": null, "newPassword": 1 }));
    add(json!({ "currentPassword": "x", "newPassword": "sunshine" }));
    add(json!({ "currentPassword": "x", "newPassword": repeat("e\u{301}", PASSWORD_MAX) }));
    add(json!({ "currentPassword": repeat("x", PASSWORD_MAX + 1), "newPassword": "12345678\0" }));
}

fn delete_account(verdicts: &mut Verdicts) {
    let mut add = |body| verdicts.add::<DeleteAccount>("DeleteAccount", body);
    add(json!({}));
    for posts in [json!("delete"), json!("keep"), json!("Keep"), json!(true), json!(null)] {
        add(json!({ "password": "x", "posts": posts }));
    }
    add(json!({ "password": "", "posts": "keep" }));
}

fn sign_in(verdicts: &mut Verdicts) {
    let mut add = |body| verdicts.add::<SignIn>("SignIn", body);
    add(json!({}));
    add(json!({ "email": "a@b.c", "password": "x", "admin": true }));
    add(json!({ "email": "a@b.c", "password": "\0" }));
    add(json!({ "email": "a@b.c", "password": "" }));
    add(json!({ "email": "a@b.c", "password": repeat("x", PASSWORD_MAX + 1) }));
    add(json!({ "email": "", "password": "" }));
    add(json!({ "email": "a@b.c", "password": repeat("e\u{301}", PASSWORD_MAX) }));
}

fn create_post(verdicts: &mut Verdicts) {
    let mut add = |body| verdicts.add::<CreatePost>("CreatePost", body);
    add(json!({}));
    add(json!({ "title": "t", "content": "c", "published": null }));
    add(json!({ "title": "t", "content": "c", "published": false }));
    add(json!({ "title": "t", "content": "c", "published": "yes" }));
    add(json!({ "title": "  t  ", "content": " " }));
    for title in [
        json!(""),
        json!(" \n "),
        json!("t\0"),
        repeat("😀", TITLE_MAX),
        repeat("t", TITLE_MAX + 1),
        repeat("\u{200b}", TITLE_MAX),
        repeat("\u{200b}", TITLE_MAX + 1),
        json!("\0\u{200b}"),
        json!("\u{301}"),
        json!("❤\u{fe0f}"),
        json!("\u{e0067}\u{e007f}"),
        json!("🏴\u{e0067}\u{e007f}"),
        half(r"cut \ud83d off", "cut \u{fffd} off"),
        half(r"\uDE00", "\u{fffd}"),
        half(r" \ud83d\ud83d\ude00\\ud83d", " \u{fffd}😀\\ud83d"),
        half(r"\ude00\ud83d", "\u{fffd}\u{fffd}"),
    ] {
        add(json!({ "title": title, "content": "c" }));
    }
    for content in [
        json!(""),
        json!("\n \u{3000}"),
        json!("\n\u{feff}\u{2060} \u{ad}\u{3164}\u{2800}\u{1d173}"),
        json!("c\0"),
        repeat("😀", CONTENT_MAX),
        repeat("c", CONTENT_MAX + 1),
        repeat("\u{200b}\u{200b}", CONTENT_MAX / 2),
    ] {
        add(json!({ "title": "t", "content": content }));
    }
}

fn update_post(verdicts: &mut Verdicts) {
    let mut add = |body| verdicts.add::<UpdatePost>("UpdatePost", body);
    add(json!({}));
    add(json!({ "id": ID }));
    add(json!({ "id": ID.to_uppercase(), "title": null, "content": null, "published": null }));
    add(json!({ "id": "00000000-0000-0000-0000-000000000000", "title": "t" }));
    for id in [
        json!(null),
        json!(7),
        json!("7"),
        json!(ID.replace('-', "")),
        json!(format!("{{{ID}}}")),
        json!(format!("{ID} ")),
    ] {
        add(json!({ "id": id }));
    }
    add(json!({ "id": ID, "title": " ", "content": "" }));
    add(json!({ "id": ID, "title": " \u{202e} ", "content": "\u{ffa0}" }));
    add(json!({ "id": ID, "published": 1, "title": false }));
}

fn save_draft(verdicts: &mut Verdicts) {
    let mut add = |body| verdicts.add::<SaveDraft>("SaveDraft", body);
    add(json!({}));
    add(json!({ "title": "", "content": "" }));
    add(json!({ "title": "t\0", "content": "c" }));
    add(json!({ "title": "t", "content": 1 }));
    add(json!({ "title": "t", "content": "c", "tags": 1 }));
    add(json!({ "title": "t", "content": "c", "tags": ["a/b"], "cover": "x", "coverAlt": " " }));
}
