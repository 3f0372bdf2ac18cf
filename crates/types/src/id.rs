//! Identifiers: UUIDs, with a separate type for each kind.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{Fault, FieldError, PathParameter};

const PATTERN: &str =
    "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $description:literal, $example:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// What [`parse`](Self::parse) accepts, as a regular expression.
            pub const PATTERN: &'static str = PATTERN;

            /// Parses the hyphenated form, in either case; `None` for anything else.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                // 36 characters: Uuid also reads braces, URNs and the form without hyphens.
                if text.len() == 36 { Uuid::try_parse(text).ok().map(Self) } else { None }
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl PathParameter for $name {
            const DESCRIPTION: &'static str = $description;
            const EXAMPLE: &'static str = $example;

            fn read(name: &str, text: &str) -> Result<Self, FieldError> {
                Self::parse(text).ok_or_else(|| Fault::Uuid.of(name))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id! {
    /// A user's id.
    UserId, "The user.", "0198b89f-1c2d-7e3f-8a4b-5c6d7e8f9a0b"
}
id! {
    /// A post's id.
    PostId, "The post.", "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60"
}
id! {
    /// A session's id, which a token carries and signing out deletes.
    SessionId, "The session.", "0198b8a0-3c4d-7e5f-9a6b-7c8d9e0f1a2b"
}

id! {
    /// A picture's id.
    PictureId, "The picture.", "0198b8a5-5f6a-7b3c-8d4e-2f1a0b9c8d7e"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_hyphenated_form_is_an_id() {
        let text = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60";
        assert_eq!(PostId::parse(text).unwrap().to_string(), text);
        assert_eq!(PostId::parse(&text.to_uppercase()).unwrap().to_string(), text);
        for bad in [
            "",
            "1",
            "0198b8a27e5b7c3d9a4f1b2c3d4e5f60",
            "{0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60}",
            "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f6g",
            "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60 ",
        ] {
            assert_eq!(PostId::parse(bad), None, "{bad:?}");
        }
    }
}
