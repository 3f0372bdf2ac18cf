//! Headers: those of answers, and the conditions of requests.

use serde_json::{Map, Value, json};

/// The names of the conditions that requests can carry, with their status of "no".
pub(crate) const IF_MATCH: &str = "If-Match";
pub(crate) const IF_NONE_MATCH: &str = "If-None-Match";

/// The only header that is not always there.
const LINK: &str = "Link";

/// Name, description, schema.
const ANSWERS: &[(&str, &str, &str)] = &[
    (
        "ETag",
        "The post's revision, which changes with every update. For `If-Match` and `If-None-Match`.",
        r#""7""#,
    ),
    (
        "Location",
        "The address of what is new: a post, or a picture's file.",
        "/api/v1/blog/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60",
    ),
    (
        "Content-Disposition",
        "Marks the answer as a file, with its name (RFC 6266).",
        r#"attachment; filename="connectly-2026-02-03.zip""#,
    ),
    (
        LINK,
        "The address of the next part, unless this is the last one (RFC 8288).",
        r#"</api/v1/user/export?format=archive&cursor=AAZJ44t7apQBmLiiflt8PZpPGyw9Tl9g>; rel="next""#,
    ),
    ("Cache-Control", "Who may cache the answer, and for how long.", "no-store"),
    (
        "Set-Cookie",
        "The same token for browsers, where no script can read it; or an instruction to delete it.",
        "session=eyJhbGciOi…; Path=/; Max-Age=604800; HttpOnly; SameSite=Strict",
    ),
    ("WWW-Authenticate", "How to authenticate (RFC 6750).", r#"Bearer realm="connectly""#),
    ("Retry-After", "The seconds after which to try again.", "5"),
];

/// A reference to a header of answers.
pub(crate) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/headers/{name}") })
}

pub(crate) fn of_answers() -> Map<String, Value> {
    ANSWERS
        .iter()
        .map(|(name, description, example)| {
            let schema = match *name {
                "Retry-After" => json!({ "type": "integer", "minimum": 0 }),
                "ETag" => json!({ "type": "string", "pattern": "^\"[0-9]+\"$" }),
                _ => json!({ "type": "string" }),
            };
            let example = match example.parse::<u32>() {
                Ok(number) => json!(number),
                Err(_) => json!(example),
            };
            let header = json!({
                "description": description, "required": *name != LINK, "schema": schema, "example": example,
            });
            ((*name).to_owned(), header)
        })
        .collect()
}

pub(crate) fn conditions() -> Value {
    let condition = |name: &str, description: &str| {
        json!({
            "name": name,
            "in": "header",
            "description": description,
            "schema": { "type": "string" },
            "example": "\"7\"",
        })
    };
    json!({
        IF_MATCH: condition(
            IF_MATCH,
            "One or more `ETag`s. The change is made only when the post is still in one of these \
             states; otherwise 412, and nothing changes. The forms that proxies give a tag which \
             they compress count as the tag itself: `W/\"7\"`, `\"7-gzip\"`.",
        ),
        IF_NONE_MATCH: condition(
            IF_NONE_MATCH,
            "One or more `ETag`s that the client has. When the post is still in one of these \
             states the answer is 304, without a body. The forms that proxies give a tag count, as \
             for `If-Match`.",
        ),
    })
}
