//! Turns the bytes of a request into a valid input, or into a list of everything that is wrong with
//! it.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use validator::{Validate, ValidationErrors};

use crate::{Fault, FieldError, json};

/// The body of a request: a JSON object whose fields are known.
pub trait Input: DeserializeOwned + Validate {
    /// Its fields, in the order of their errors.
    const FIELDS: &'static [Field];

    /// Faults in the combination of fields that are each valid.
    fn faults_together(&self) -> Vec<FieldError> {
        Vec::new()
    }
}

/// The query of a request: parameters as sent, and their parsing, which reports all faults at once.
pub trait FromQuery: TryFrom<Self::Raw, Error = Vec<FieldError>> {
    /// The parameters as sent.
    type Raw: DeserializeOwned;
}

/// A field of an [`Input`], as JSON sees it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name in JSON.
    pub name: &'static str,
    /// The JSON type it must have.
    pub kind: Kind,
    /// Whether it is required. An optional field may also be null.
    pub required: bool,
}

/// The JSON types of fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A string that holds a UUID in its hyphenated form.
    Uuid,
    /// One of a few strings.
    Word(&'static Words),
}

/// The strings that a field can be.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    /// Each of them.
    pub all: &'static [&'static str],
    /// All of them, as the end of a sentence.
    pub sentence: &'static str,
}

impl Field {
    /// A required field.
    #[must_use]
    pub const fn required(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: true }
    }

    /// An optional field, which may be absent or null.
    #[must_use]
    pub const fn optional(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, required: false }
    }

    /// The name in Rust, which is `validator`'s: snake case for camel case.
    fn member(&self) -> String {
        let mut member = String::new();
        for character in self.name.chars() {
            if character.is_ascii_uppercase() {
                member.push('_');
            }
            member.push(character.to_ascii_lowercase());
        }
        member
    }

    /// Checks only presence and type; validation does the rest.
    fn check(&self, object: &Map<String, Value>) -> Option<Fault> {
        match (object.get(self.name), self.kind) {
            (None | Some(Value::Null), _) => self.required.then_some(Fault::Required),
            (Some(Value::String(_)), Kind::Text) | (Some(Value::Bool(_)), Kind::Boolean) => None,
            (Some(Value::String(text)), Kind::Word(words))
                if words.all.contains(&text.as_str()) =>
            {
                None
            }
            (Some(Value::String(text)), Kind::Uuid) if crate::PostId::parse(text).is_some() => None,
            (Some(_), kind) => Some(kind.fault()),
        }
    }
}

impl Kind {
    /// What is wrong with a value that is not of this kind.
    #[must_use]
    pub const fn fault(self) -> Fault {
        match self {
            Self::Text => Fault::Type("a string"),
            Self::Boolean => Fault::Type("true or false"),
            Self::Uuid => Fault::Uuid,
            Self::Word(words) => Fault::Choice(words.sentence),
        }
    }
}

/// Why a body is not a valid input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputError {
    /// It is not JSON, or not an object. The sentence says where parsing stopped.
    NotAnObject(String),
    /// It is an object with at least one fault.
    Fields(Vec<FieldError>),
}

/// Reads and validates a request's body.
///
/// # Errors All faults of one stage at once: first missing fields and wrong types, then values,
/// then values that do not go together. Unknown fields are ignored, so that a newer client can talk
/// to an older server.
pub fn parse<T: Input>(body: &[u8]) -> Result<T, InputError> {
    let object = object(body, T::FIELDS)?;
    let input: T = serde_json::from_value(Value::Object(object)).map_err(|_| {
        InputError::NotAnObject("the body does not have the form of this request".to_owned())
    })?;
    let errors = match input.validate() {
        Ok(()) => input.faults_together(),
        Err(errors) => faults(T::FIELDS, &errors),
    };
    if errors.is_empty() { Ok(input) } else { Err(InputError::Fields(errors)) }
}

/// The body, if the required fields are there and all types are right. This and [`faults`] are
/// separate from the generic [`parse`], so that a guest contains them only once.
fn object(body: &[u8], fields: &[Field]) -> Result<Map<String, Value>, InputError> {
    let body = json::well_formed(body).map_err(|byte| {
        InputError::NotAnObject(format!("the body is not UTF-8 (byte {byte}); send JSON in UTF-8"))
    })?;
    if body.trim_ascii().is_empty() {
        let detail = "the body is empty; it must be a JSON object";
        return Err(InputError::NotAnObject(detail.to_owned()));
    }
    let value: Value = serde_json::from_slice(&body).map_err(|error| {
        InputError::NotAnObject(format!(
            "the body is not JSON (line {}, column {})",
            error.line(),
            error.column()
        ))
    })?;
    let Value::Object(object) = value else {
        return Err(InputError::NotAnObject("the body must be a JSON object".to_owned()));
    };

    let errors: Vec<_> =
        fields.iter().filter_map(|field| Some(field.check(&object)?.of(field.name))).collect();
    if errors.is_empty() { Ok(object) } else { Err(InputError::Fields(errors)) }
}

/// In the order of the fields.
fn faults(fields: &[Field], errors: &ValidationErrors) -> Vec<FieldError> {
    let by_member = errors.field_errors();
    let faults_of = |field: &Field| {
        let name = field.name;
        let errors = by_member.get(field.member().as_str()).copied();
        errors.into_iter().flatten().map(|error| Fault::from(error).of(name))
    };
    fields.iter().flat_map(faults_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    use crate::{
        ChangePassword, CreatePost, DeleteAccount, SignIn, SignUp, UpdateMe, UpdatePost, limits::*,
    };

    /// `(field, code)` of every fault.
    fn faults<T: Input>(body: &Value) -> Vec<(String, String)> {
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
            json!({"title": "t", "published": "yes"}),
            &[("content", "required"), ("published", "type")],
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
    fn a_password_is_counted_as_it_is_kept() {
        let sign_up = |password: String| json!({"email": "a@b.c", "password": password});
        let decomposed = |letters: u64| "e\u{301}".repeat(letters as usize);
        assert_faults::<SignUp>(sign_up(decomposed(PASSWORD_MIN)), &[]);
        assert_faults::<SignUp>(sign_up(decomposed(PASSWORD_MAX)), &[]);
        for length in [PASSWORD_MIN - 1, PASSWORD_MAX + 1] {
            assert_faults::<SignUp>(sign_up(decomposed(length)), &[("password", "length")]);
        }
    }

    #[test]
    fn a_name_stays_changes_or_goes() {
        let read = |body: Value| parse::<UpdateMe>(body.to_string().as_bytes()).unwrap().name;
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
    fn posts_keep_their_limits() {
        let post = |title: &str, content: &str| json!({"title": title, "content": content});
        let title = |length: u64| "😀".repeat(length as usize);
        let content = |length: u64| "é".repeat(length as usize);
        assert_faults::<CreatePost>(post(&title(TITLE_MAX), &content(CONTENT_MAX)), &[]);
        assert_faults::<CreatePost>(post("  t  ", " "), &[]);
        for (body, field, code) in [
            (post("", "c"), "title", "length"),
            (post(" \n ", "c"), "title", "length"),
            (post(&title(TITLE_MAX + 1), "c"), "title", "length"),
            (post("t\0", "c"), "title", "nul"),
            (post("t", ""), "content", "length"),
            (post("t", &content(CONTENT_MAX + 1)), "content", "length"),
            (post("t", "c\0"), "content", "nul"),
            (post("\u{200b}", "c"), "title", "blank"),
            (post(" \u{feff} ", "c"), "title", "blank"),
            (post("t", "\u{2800}"), "content", "blank"),
            (post("t", "\n\u{202e}\n"), "content", "blank"),
        ] {
            assert_faults::<CreatePost>(body, &[(field, code)]);
        }
        assert_faults::<CreatePost>(
            post(&"\u{200b}".repeat(TITLE_MAX as usize + 1), "c"),
            &[("title", "length"), ("title", "blank")],
        );
        let update = json!({
            "id": "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60", "title": "\u{ad}", "content": "\u{3164}",
        });
        assert_faults::<UpdatePost>(update, &[("title", "blank"), ("content", "blank")]);
        let trimmed: CreatePost = parse(post("  t  ", " c ").to_string().as_bytes()).unwrap();
        assert_eq!((trimmed.title.as_str(), trimmed.content.as_str()), ("t", " c "));
    }

    #[test]
    fn half_an_emoji_is_no_reason_to_lose_the_rest() {
        let body = br#"{"title": "cut \ud83d off", "content": "\ude00 \ud83d\ude00 \\ud83d"}"#;
        let post: CreatePost = parse(body).unwrap();
        assert_eq!(post.title, "cut \u{fffd} off");
        assert_eq!(post.content, "\u{fffd} 😀 \\ud83d");
        // Each half counts as the one character that it becomes.
        let title = r"\ud83d".repeat(TITLE_MAX as usize);
        let post: CreatePost =
            parse(format!(r#"{{"title": "{title}", "content": "c"}}"#).as_bytes()).unwrap();
        assert_eq!(post.title, "\u{fffd}".repeat(TITLE_MAX as usize));
    }

    #[test]
    fn a_byte_order_mark_is_passed_over() {
        let body = b"\xef\xbb\xbf{\"title\": \"t\", \"content\": \"c\"}";
        assert_eq!(parse::<CreatePost>(body).unwrap().title, "t");
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
}
