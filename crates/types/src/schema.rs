//! JSON Schemas of the types that serde and `validator` do not describe.
//!
//! Some keywords are ours: `x-trim` (white space around the text is removed first), `x-lower-case`
//! (ASCII capitals are changed to lower case first) and `x-normalize` (the text is normalized to
//! this Unicode form first). A schema describes the text after that. Another keyword,
//! `x-server-checks`, names the faults that no schema can describe.

use std::{borrow::Cow, ops::RangeInclusive};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::limits::EMAIL_MAX;
use crate::visible::INVISIBLE;
use crate::{
    ContentForm, Cursor, Email, ExportFormat, Password, PostId, PostsLeft, SessionId, UserId,
};

/// Text without the character NUL.
pub(crate) const NO_NUL: &str = r"^[^\u0000]*$";

/// White space as Unicode has it, which is not what `\s` means to everyone.
const WHITE_SPACE: &str = r"\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000";

/// Text of invisible characters, and nothing else but white space. A separate pattern from
/// [`NO_NUL`], because each has its own message.
pub(crate) fn blank() -> Value {
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

/// A time, as the SQL function `rfc3339` writes it.
pub(crate) struct Time;

macro_rules! inline {
    ($($name:ident: $schema:tt)*) => {$(
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!($schema)
            }
        }
    )*};
}

inline! {
    Email: {
        "type": "string",
        "maxLength": EMAIL_MAX,
        "pattern": Email::PATTERN,
        "x-trim": true,
        "x-lower-case": true,
    }
    Password: {
        "type": "string",
        "format": "password",
        "x-normalize": "NFC",
    }
    Cursor: {
        "type": "string",
        "pattern": Cursor::PATTERN,
    }
    ContentForm: {
        "type": "string",
        "enum": ["full", "excerpt"],
    }
    ExportFormat: {
        "type": "string",
        "enum": ["json", "archive"],
    }
    PostId: {
        "type": "string",
        "format": "uuid",
        "pattern": PostId::PATTERN,
    }
    PostsLeft: {
        "type": "string",
        "enum": PostsLeft::WORDS.all,
    }
    SessionId: {
        "type": "string",
        "format": "uuid",
        "pattern": SessionId::PATTERN,
    }
    UserId: {
        "type": "string",
        "format": "uuid",
        "pattern": UserId::PATTERN,
    }
    Time: {
        "type": "string",
        "format": "date-time",
        "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$",
    }
}
