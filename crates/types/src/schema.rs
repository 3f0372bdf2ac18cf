//! JSON Schemas of the types that serde and `validator` do not describe.
//!
//! Some keywords are ours: `x-trim` (white space around the text is removed first), `x-lower-case`
//! (ASCII capitals are changed to lower case first) and `x-normalize` (the text is normalized to
//! this Unicode form first). A schema describes the text after that. Another keyword,
//! `x-server-checks`, names the faults that no schema can describe.

use std::{borrow::Cow, ops::RangeInclusive};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::limits::{EMAIL_MAX, PASSWORD_MAX, PASSWORD_MIN, PICTURE_WIDTHS};
use crate::text::Rules;
use crate::visible::INVISIBLE;
use crate::{
    AltText, Bio, Content, ContentForm, Cursor, Email, ExportFormat, Fault, Handle, Links, Name,
    NewHandle, NewPassword, Password, PictureAddress, PictureId, PictureWidth, PostId, PostsLeft,
    SessionId, Slug, Tag, Tags, Timestamp, Title, UserId,
};

/// Text without the character NUL.
const NO_NUL: &str = r"^[^\u0000]*$";

/// White space as Unicode has it, which is not what `\s` means to everyone.
const WHITE_SPACE: &str = r"\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";

/// Text of invisible characters, and nothing else but white space. A separate pattern from
/// [`NO_NUL`], because each has its own message.
fn blank() -> Value {
    let character = |character: char| match u32::from(character) {
        code @ ..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\u{{{code:x}}}"),
    };
    let range = |range: &RangeInclusive<char>| match (*range.start(), *range.end()) {
        (start, end) if start == end => character(start),
        (start, end) => format!("{}-{}", character(start), character(end)),
    };
    let invisible: String = INVISIBLE.iter().map(range).collect();
    let pattern = format!("^[{WHITE_SPACE}]*[{invisible}][{WHITE_SPACE}{invisible}]*$");
    // Without the type, null would match this pattern too.
    json!({ "type": "string", "pattern": pattern })
}

impl Rules {
    /// The schema of a text with these rules.
    fn schema(&self) -> Schema {
        let mut schema =
            json_schema!({ "type": "string", "minLength": self.min, "maxLength": self.max });
        if self.is_trimmed {
            schema.insert("x-trim".to_owned(), true.into());
        }
        schema.insert("pattern".to_owned(), NO_NUL.into());
        schema.insert("not".to_owned(), blank());
        schema
    }
}

/// A time, as the SQL function `rfc3339` writes it.
pub(crate) struct Time;

macro_rules! inline {
    ($($name:ident: $schema:expr;)*) => {$(
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

inline! {
    Title: Self::RULES.schema();
    Content: Self::RULES.schema();
    Name: Self::RULES.schema();
    Bio: Self::RULES.schema();
    AltText: Self::RULES.schema();
    Slug: json_schema!({
        "type": "string",
        "x-server-checks": Fault::BEYOND_SCHEMAS,
    });
    Tag: json_schema!({
        "type": "string",
    });
    Tags: json_schema!({
        "type": "array",
        "items": { "type": "string" },
        "x-server-checks": Fault::BEYOND_SCHEMAS,
    });
    Links: json_schema!({
        "type": "array",
        "items": { "type": "string" },
        "x-server-checks": Fault::BEYOND_SCHEMAS,
    });
    Handle: json_schema!({
        "type": "string",
        "pattern": Handle::PATTERN,
    });
    NewHandle: json_schema!({
        "type": "string",
        "pattern": Handle::PATTERN,
        "x-trim": true,
        "x-lower-case": true,
        "x-server-checks": Fault::BEYOND_SCHEMAS,
    });
    PictureAddress: json_schema!({
        "type": "string",
        "pattern": PictureAddress::PATTERN,
    });
    Timestamp: json_schema!({
        "type": "string",
        "x-server-checks": Fault::BEYOND_SCHEMAS,
    });
    Email: json_schema!({
        "type": "string",
        "maxLength": EMAIL_MAX,
        "pattern": Email::PATTERN,
        "x-trim": true,
        "x-lower-case": true,
    });
    Password: json_schema!({
        "type": "string",
        "format": "password",
        "x-normalize": "NFC",
        "minLength": Password::MIN,
        "maxLength": PASSWORD_MAX,
    });
    NewPassword: json_schema!({
        "type": "string",
        "format": "password",
        "x-normalize": "NFC",
        "minLength": PASSWORD_MIN,
        "maxLength": PASSWORD_MAX,
        "pattern": NO_NUL,
        "x-server-checks": Fault::BEYOND_SCHEMAS,
    });
    Cursor: json_schema!({
        "type": "string",
        "pattern": Cursor::PATTERN,
    });
    ContentForm: json_schema!({
        "type": "string",
        "enum": ["full", "excerpt"],
    });
    ExportFormat: json_schema!({
        "type": "string",
        "enum": ["json", "archive"],
    });
    PictureId: json_schema!({
        "type": "string",
        "format": "uuid",
        "pattern": PictureId::PATTERN,
    });
    PictureWidth: json_schema!({
        "type": "string",
        "enum": PICTURE_WIDTHS.map(|width| width.to_string()),
    });
    PostId: json_schema!({
        "type": "string",
        "format": "uuid",
        "pattern": PostId::PATTERN,
    });
    PostsLeft: json_schema!({
        "type": "string",
        "enum": PostsLeft::WORDS.all,
    });
    SessionId: json_schema!({
        "type": "string",
        "format": "uuid",
        "pattern": SessionId::PATTERN,
    });
    UserId: json_schema!({
        "type": "string",
        "format": "uuid",
        "pattern": UserId::PATTERN,
    });
    Time: json_schema!({
        "type": "string",
        "format": "date-time",
        "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$",
    });
}
