//! One example for each body. Tests hold them against the schemas, and those of inputs
//! against the server's own check.

use connectly_types::{
    Cursor, Fault, FieldError, PathParameter as _, PictureId, PostId, SessionId, UserId,
    limits::{PASSWORD_MAX, PASSWORD_MIN},
};
use serde_json::{Value, json};

const POST_ID: &str = PostId::EXAMPLE;
const PICTURE_ID: &str = PictureId::EXAMPLE;
const USER_ID: &str = UserId::EXAMPLE;
const SESSION_ID: &str = SessionId::EXAMPLE;
const CONTENT: &str = "It might act upon *other things* besides number.";
const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIwMTk4In0.c2lnbmF0dXJl";

/// The example of the type with this name.
///
/// # Panics
/// When it has none yet.
#[must_use]
pub fn of(name: &str) -> Value {
    match name {
        "SignUp" => json!({
            "email": "ada@example.com",
            "password": "correct horse battery staple",
            "name": "Ada Lovelace",
        }),
        "SignIn" => {
            json!({ "email": "ada@example.com", "password": "correct horse battery staple" })
        }
        "SignedIn" => json!({ "jwt": JWT, "user": user() }),
        "LoggedOut" => json!({ "loggedOut": true }),
        "Me" => json!({ "user": user() }),
        "UpdateMe" => json!({
            "name": "Ada King",
            "handle": "ada_king",
            "bio": "I write about engines that don't exist yet.",
            "links": ["https://ada.example"],
        }),
        "ChangePassword" => json!({
            "currentPassword": "correct horse battery staple",
            "newPassword": "an engine that weaves",
        }),
        "Sessions" => json!({ "sessions": [session()] }),
        "DeleteAccount" => {
            json!({ "password": "correct horse battery staple", "posts": "keep" })
        }
        "AccountExport" => json!({
            "exportedAt": "2026-02-05T19:30:00.123456Z",
            "user": user(),
            "signedUpAt": "2026-02-03T04:05:06.789012Z",
            "formerHandles": ["ada_byron"],
            "sessions": [session()],
            "pictures": [listed_picture()],
            "posts": [exported_post()],
            "nextCursor": null,
        }),
        "CreatePost" => json!({
            "title": "Notes on the Analytical Engine",
            "content": "It might act upon *other things* besides number.",
            "published": true,
            "tags": ["Analytical engines"],
        }),
        "CreatedPost" => json!({ "id": POST_ID }),
        "UpdatePost" => {
            json!({ "id": POST_ID, "title": "Notes on the Analytical Engine, revised" })
        }
        "UpdatedPost" => json!({ "id": POST_ID, "post": post(), "updated": true }),
        "SaveDraft" => json!({
            "title": "Notes on the Analytical Engine",
            "content": "It might act upon *other things* besides number, were objects found.",
            "tags": ["Analytical engines"],
        }),
        "SavedDraft" => json!({ "id": POST_ID }),
        "ReadAuthor" => json!({ "author": author() }),
        "SearchResults" => json!({
            "authors": [found_author()],
            "posts": [found_post()],
            "nextCursor": cursor(),
        }),
        "SuggestedTags" => json!({ "tags": [{ "tag": "Analytical engines", "posts": 12 }] }),
        "ReadPost" => json!({ "post": post() }),
        "UploadedPicture" => json!({ "picture": picture() }),
        "AddedWidth" => json!({ "url": picture_path(PICTURE_ID, 480, 320) }),
        "PicturePage" => {
            json!({
                "pictures": [listed_picture()],
                "nextCursor": null,
                "quota": { "used": 412_345, "limit": 200_000_000 },
            })
        }
        "PostPage" => json!({ "posts": [listed_post()], "nextCursor": cursor() }),
        other => panic!("say in example.rs what {other} looks like"),
    }
}

/// The example of the query parameter with this name, where its default is none.
pub(crate) fn parameter(name: &str) -> Option<Value> {
    match name {
        "cursor" => Some(json!(cursor())),
        "author" => Some(json!(USER_ID)),
        "handle" => Some(json!("ada")),
        "tag" => Some(json!("analytical engines")),
        "prefix" => Some(json!("ana")),
        "q" => Some(json!("analytical engi")),
        _ => None,
    }
}

/// A fault of the kind that people meet first.
pub(crate) fn fault() -> FieldError {
    Fault::Length { min: PASSWORD_MIN, max: PASSWORD_MAX }.of("password")
}

fn user() -> Value {
    json!({
        "id": USER_ID,
        "email": "ada@example.com",
        "name": "Ada Lovelace",
        "handle": "ada",
        "bio": "I write about engines that don't exist yet.",
        "links": ["https://ada.example"],
        "picture": null,
    })
}

fn author() -> Value {
    json!({
        "id": USER_ID,
        "handle": "ada",
        "name": "Ada Lovelace",
        "bio": "I write about engines that don't exist yet.",
        "links": ["https://ada.example"],
        "picture": null,
        "posts": 12,
        "joinedAt": "2026-02-03T04:05:06.789012Z",
    })
}

fn found_author() -> Value {
    let mut found = author();
    for member in ["links", "posts", "joinedAt"] {
        found.as_object_mut().and_then(|members| members.remove(member));
    }
    found
}

fn found_post() -> Value {
    let mut found = head();
    found["readingMinutes"] = json!(1);
    found["titlePieces"] = json!([
        { "text": "Notes on the ", "marked": false },
        { "text": "Analytical", "marked": true },
        { "text": " ", "marked": false },
        { "text": "Engine", "marked": true },
    ]);
    found["excerptPieces"] =
        json!([{ "text": "It might act upon other things besides number.", "marked": false }]);
    found
}

fn session() -> Value {
    json!({
        "id": SESSION_ID,
        "createdAt": "2026-02-03T04:05:06.789012Z",
        "lastUsedAt": "2026-02-05T19:30:00.123456Z",
        "device": "Firefox on Linux",
        "current": true,
    })
}

fn post() -> Value {
    let mut post = exported_post();
    post["html"] = json!("<p>It might act upon <em>other things</em> besides number.</p>");
    post["readingMinutes"] = json!(1);
    post
}

fn listed_post() -> Value {
    let mut post = head();
    post["content"] = json!(CONTENT);
    post["readingMinutes"] = json!(1);
    post["hasDraft"] = json!(false);
    post
}

fn exported_post() -> Value {
    let mut post = head();
    post["content"] = json!(CONTENT);
    post["draft"] = Value::Null;
    post
}

fn head() -> Value {
    json!({
        "id": POST_ID,
        "title": "Notes on the Analytical Engine",
        "published": true,
        "publishedAt": "2026-02-03T04:05:06.789012Z",
        "slug": "notes-on-the-analytical-engine",
        "address": "/@ada/notes-on-the-analytical-engine",
        "tags": ["Analytical engines"],
        "cover": null,
        "authorId": USER_ID,
        "author": { "id": USER_ID, "name": "Ada Lovelace", "handle": "ada" },
        "createdAt": "2026-02-03T04:05:06.789012Z",
        "updatedAt": "2026-02-03T04:05:06.789012Z",
    })
}

fn picture() -> Value {
    json!({
        "id": PICTURE_ID,
        "url": picture_path(PICTURE_ID, 2_400, 1_600),
        "width": 2_400,
        "height": 1_600,
        "mediaType": "image/webp",
        "bytes": 412_345,
    })
}

fn listed_picture() -> Value {
    let mut listed = picture();
    listed["createdAt"] = json!("2026-02-03T04:05:06.789012Z");
    listed["inUse"] = json!(true);
    listed
}

fn picture_path(id: &str, width: u32, height: u32) -> String {
    format!("/media/{id}/{width}x{height}.webp")
}

fn cursor() -> String {
    PostId::parse(POST_ID)
        .map(|id| Cursor { time: 1_770_091_506_789_012, id }.to_string())
        .unwrap_or_default()
}
