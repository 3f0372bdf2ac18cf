//! What holds for every text, tried with random ones.

use std::collections::HashSet;

use connectly_types::limits::{DEVICE_MAX, EMAIL_MAX, PAGE_MAX, PAGE_MIN};
use connectly_types::{
    ChangePassword, CreatePost, Cursor, DeleteAccount, Device, Email, ExportAccount,
    ExportAccountQuery, FieldError, Handle, Input, InputError, ListPosts, ListPostsQuery, Password,
    PostId, SaveDraft, SignIn, SignUp, UpdateMe, UpdatePost, parse,
};
use proptest::{collection, prelude::*, sample, string::string_regex};
use serde_json::{Map, Value, json};

/// The texts that a pattern of the document describes.
fn described(pattern: &str) -> impl Strategy<Value = String> + use<> {
    string_regex(pattern.trim_start_matches('^').trim_end_matches('$')).expect("a pattern")
}

/// Text like an address, which mostly isn't one.
fn near_address() -> impl Strategy<Value = String> {
    string_regex("[ \t]?[aB.@+-]{0,8}@?[aB1.é-]{0,8}[ \n]?").expect("a pattern")
}

proptest! {
    #[test]
    fn an_address_is_accepted_as_it_is_kept(text in prop_oneof![any::<String>(), near_address()]) {
        if let Some(email) = Email::parse(&text) {
            prop_assert!(email.as_str().len() <= EMAIL_MAX);
            prop_assert_eq!(email.as_str(), text.trim().to_ascii_lowercase());
            prop_assert_eq!(Email::parse(email.as_str()), Some(email));
        }
    }

    #[test]
    fn what_the_pattern_of_an_address_describes_is_one(text in described(Email::PATTERN)) {
        prop_assert_eq!(Email::parse(&text).is_some(), text.len() <= EMAIL_MAX);
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written(time in 0..1_i64 << 58, id: u128) {
        let cursor = Cursor { time, id: uuid::Uuid::from_u128(id).into() };
        prop_assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
    }

    #[test]
    fn a_cursor_has_one_form(text in prop_oneof![any::<String>(), "[A-Ba-b0-9_=+/-]{30,34}"]) {
        if let Some(cursor) = Cursor::parse(&text) {
            prop_assert_eq!(cursor.to_string(), text);
        }
    }

    #[test]
    fn what_the_pattern_of_a_cursor_describes_is_one(text in described(Cursor::PATTERN)) {
        prop_assert!(Cursor::parse(&text).is_some());
    }

    #[test]
    fn an_id_is_kept_in_lower_case(text in prop_oneof![any::<String>(), described(PostId::PATTERN)]) {
        if let Some(id) = PostId::parse(&text) {
            prop_assert_eq!(id.to_string(), text.to_ascii_lowercase());
            prop_assert_eq!(PostId::parse(&id.to_string()), Some(id));
        }
    }

    #[test]
    fn what_the_pattern_of_an_id_describes_is_one(text in described(PostId::PATTERN)) {
        prop_assert!(PostId::parse(&text).is_some());
    }

    #[test]
    fn a_password_is_normalized_once(text: String) {
        if let Ok(password) = Password::parse(text.clone()) {
            let kept = String::from_utf8(password.as_bytes().to_owned()).unwrap();
            let again = Password::parse(kept).unwrap();
            prop_assert_eq!(again.as_bytes(), password.as_bytes());
            prop_assert_eq!(again.original_bytes(), None);
            let original = password.original_bytes().unwrap_or(password.as_bytes());
            prop_assert_eq!(original, text.as_bytes());
        }
    }

    #[test]
    fn a_device_is_words_of_ours(
        text in prop_oneof![
            any::<String>(),
            "(<b>|Edg|Chrome/|curl/|node|Android|Windows|X11; Linux| |\\PC){0,12}",
        ],
    ) {
        let device = Device::from_user_agent(&text).map(|device| device.to_string());
        let is_plain = |text: &String| {
            (1..=DEVICE_MAX).contains(&(text.len() as u64))
                && text.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ')
        };
        prop_assert!(device.as_ref().is_none_or(is_plain), "{device:?}");
    }

    #[test]
    fn a_list_is_asked_for_within_its_limits_or_told_why_not(
        limit in parameter("[0-9]{1,12}"),
        cursor in parameter(Cursor::PATTERN),
        author in parameter(PostId::PATTERN),
        handle in parameter(Handle::PATTERN),
        tag in parameter("[a-z #]{1,9}"),
        content in parameter("full|excerpt"),
        published in parameter("true|false"),
    ) {
        let given = [
            ("limit", &limit),
            ("cursor", &cursor),
            ("author", &author),
            ("handle", &handle),
            ("tag", &tag),
            ("content", &content),
            ("published", &published),
        ];
        let given: HashSet<_> =
            given.into_iter().filter(|(_, text)| text.is_some()).map(|(name, _)| name).collect();
        let query = ListPostsQuery { limit, cursor, author, handle, tag, content, published };
        match ListPosts::try_from(query) {
            Ok(list) => prop_assert!((PAGE_MIN..=PAGE_MAX).contains(&list.limit)),
            Err(faults) => assert_faults_of(&faults, &given)?,
        }
    }

    #[test]
    fn an_export_is_asked_for_or_told_why_not(
        format in parameter("json|archive"),
        cursor in parameter(Cursor::PATTERN),
    ) {
        if let Err(faults) = ExportAccount::try_from(ExportAccountQuery { format, cursor }) {
            assert_faults_of(&faults, &HashSet::from(["format", "cursor"]))?;
        }
    }

    #[test]
    fn bytes_are_no_body_or_one_with_faults(bytes: Vec<u8>) {
        for_every_input(&bytes)?;
    }

    #[test]
    fn an_object_is_an_input_or_has_faults(body in object()) {
        for_every_input(body.to_string().as_bytes())?;
    }

    #[test]
    fn a_post_is_accepted_as_it_is_kept(title: String, content: String, published: Option<bool>) {
        let body = |title: &str| json!({ "title": title, "content": content, "published": published });
        if let Ok(post) = parse::<CreatePost>(body(&title).to_string().as_bytes()) {
            let (kept, text) = (post.title.unwrap(), post.content.unwrap());
            prop_assert_eq!(kept.as_str(), title.trim());
            let again: CreatePost = parse(body(kept.as_str()).to_string().as_bytes()).unwrap();
            prop_assert_eq!(again.title, Some(kept));
            prop_assert_eq!(text.as_str(), content);
        }
    }
}

/// Absent, good, or anything.
fn parameter(pattern: &str) -> impl Strategy<Value = Option<String>> + use<> {
    prop_oneof![
        1 => Just(None),
        4 => described(pattern).prop_map(Some),
        1 => any::<String>().prop_map(Some),
    ]
}

/// Some of the fields that our bodies have, with values of any kind.
fn object() -> impl Strategy<Value = Value> {
    let names = inputs().into_iter().flat_map(|(fields, _)| fields).collect::<Vec<_>>();
    let text = prop_oneof![
        any::<String>(),
        "[ \\PC]{0,300}",
        described(Email::PATTERN),
        described(PostId::PATTERN),
        Just("keep".to_owned()),
        Just("\0".to_owned()),
    ];
    let value = prop_oneof![
        6 => text.prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<f64>().prop_map(Value::from),
        1 => Just(json!([{}, []])),
    ];
    let fields = collection::vec((sample::select(names), value), 0..6);
    fields.prop_map(|fields| {
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value));
        Value::Object(fields.collect::<Map<_, _>>())
    })
}

type Faults = fn(&[u8]) -> Result<(), InputError>;

/// Every body: the names of its fields, and what is wrong with some bytes.
fn inputs() -> [(Vec<&'static str>, Faults); 8] {
    fn input<T: Input>() -> (Vec<&'static str>, Faults) {
        let names = T::FIELDS.iter().map(|field| field.name).collect();
        (names, |bytes| parse::<T>(bytes).map(drop))
    }
    [
        input::<SignUp>(),
        input::<SignIn>(),
        input::<UpdateMe>(),
        input::<ChangePassword>(),
        input::<DeleteAccount>(),
        input::<CreatePost>(),
        input::<UpdatePost>(),
        input::<SaveDraft>(),
    ]
}

fn for_every_input(bytes: &[u8]) -> Result<(), TestCaseError> {
    for (names, faults) in inputs() {
        match faults(bytes) {
            Ok(()) => {}
            Err(InputError::NotAnObject(reason)) => prop_assert!(reason.starts_with("the body")),
            Err(InputError::Fields(errors)) => {
                assert_faults_of(&errors, &names.into_iter().collect())?;
            }
        }
    }
    Ok(())
}

/// There are some, all are of these fields, and each has a sentence about its own.
fn assert_faults_of(
    faults: &[FieldError],
    names: &HashSet<&'static str>,
) -> Result<(), TestCaseError> {
    prop_assert!(!faults.is_empty());
    for fault in faults {
        prop_assert!(names.contains(fault.field.as_str()), "{fault:?}");
        prop_assert!(fault.message.starts_with(&fault.field), "{fault:?}");
    }
    Ok(())
}

#[test]
fn every_body_of_an_operation_is_tried() {
    let bodies = connectly_types::OPERATIONS.iter().filter(|operation| operation.body.is_some());
    assert_eq!(bodies.count(), inputs().len());
}
