//! What can be wrong with a field: each fault with its code for programs and its sentence for
//! people.

use serde::{Deserialize, Serialize};

use crate::limits::{
    EMAIL_MAX, HANDLE_MAX, HANDLE_MIN, HANDLES_MAX, LINK_MAX, LINKS_MAX, TAG_MAX, TAGS_MAX,
};

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It is absent or null.
    Required,
    /// It does not have this JSON type.
    Type(&'static str),
    /// It is not a UUID in the hyphenated form.
    Uuid,
    /// It has too few or too many characters.
    Length {
        /// The fewest.
        min: u64,
        /// The most.
        max: u64,
    },
    /// It contains the character NUL.
    Nul,
    /// It shows nothing.
    Blank,
    /// It is not an e-mail address.
    Email,
    /// It is not a whole number between these two.
    Range {
        /// The least.
        min: u64,
        /// The greatest.
        max: u64,
    },
    /// It is not a cursor of ours.
    Cursor,
    /// It is not one of the allowed words, which end the sentence.
    Choice(&'static str),
    /// It is one of the most common passwords.
    Common,
    /// It is a password that equals the e-mail address or the name.
    Personal,
    /// A draft may be without it, a published post may not.
    Unpublishable,
    /// It is not a tag.
    Tag,
    /// It is not a list of tags.
    Tags,
    /// It has no letter and no digit that an address could have.
    Slug,
    /// It is not a handle.
    Handle,
    /// It is a handle that nobody can choose.
    Reserved,
    /// It would be one handle too many.
    Handles,
    /// It is not a list of links.
    Links,
    /// It is not the address of a picture that is kept here.
    Picture,
    /// It is not a time.
    Time,
    /// Anything else.
    Other,
}

impl Fault {
    /// Every value of [`code`](Self::code).
    pub const CODES: &'static [&'static str] = &[
        "required",
        "type",
        "length",
        "email",
        "nul",
        "blank",
        "uuid",
        "range",
        "cursor",
        "choice",
        "common",
        "personal",
        "unpublishable",
        "tag",
        "tags",
        "slug",
        "handle",
        "reserved",
        "handles",
        "links",
        "picture",
        "time",
        "invalid",
    ];

    /// The codes of faults that only the server can find, because a schema cannot describe them.
    pub const BEYOND_SCHEMAS: &'static [&'static str] = &[
        "common",
        "personal",
        "unpublishable",
        "tags",
        "slug",
        "reserved",
        "handles",
        "links",
        "time",
    ];

    /// The code for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Type(_) => "type",
            Self::Uuid => "uuid",
            Self::Length { .. } => "length",
            Self::Nul => "nul",
            Self::Blank => "blank",
            Self::Email => "email",
            Self::Range { .. } => "range",
            Self::Cursor => "cursor",
            Self::Choice(_) => "choice",
            Self::Common => "common",
            Self::Personal => "personal",
            Self::Unpublishable => "unpublishable",
            Self::Tag => "tag",
            Self::Tags => "tags",
            Self::Slug => "slug",
            Self::Handle => "handle",
            Self::Reserved => "reserved",
            Self::Handles => "handles",
            Self::Links => "links",
            Self::Picture => "picture",
            Self::Time => "time",
            Self::Other => "invalid",
        }
    }

    /// Whether the field is missing or of another type. Values are judged only when none is.
    pub(crate) const fn is_of_form(self) -> bool {
        matches!(self, Self::Required | Self::Type(_) | Self::Uuid | Self::Choice(_))
    }

    /// The fault of the field with this name, in a sentence.
    #[must_use]
    pub fn of(self, field: &str) -> FieldError {
        let problem = match self {
            Self::Required => "is required".to_owned(),
            Self::Type(kind) => format!("must be {kind}"),
            Self::Uuid => "must be a UUID, as in an earlier answer".to_owned(),
            Self::Length { min, max } => format!("must have {min} to {max} characters"),
            Self::Nul => "must not contain the character NUL (U+0000)".to_owned(),
            Self::Blank => "must have at least one visible character".to_owned(),
            Self::Email => format!(
                "must be an e-mail address such as ada@example.com, of at most {EMAIL_MAX} \
                 characters"
            ),
            Self::Range { min, max } => format!("must be a whole number from {min} to {max}"),
            Self::Cursor => "must be the nextCursor of an earlier answer".to_owned(),
            Self::Choice(words) => format!("must be {words}"),
            Self::Common => "is one of the most common passwords; choose another one".to_owned(),
            Self::Personal => "must be neither your e-mail address nor your name".to_owned(),
            Self::Unpublishable => {
                "is required in a published post; only a draft may be without it".to_owned()
            }
            Self::Tag => format!(
                "must be a tag: one line of 1 to {TAG_MAX} characters without / \\ , \" < or >"
            ),
            Self::Tags => format!(
                "must be at most {TAGS_MAX} tags, each one line of 1 to {TAG_MAX} characters without \
                 / \\ , \" < or >"
            ),
            Self::Slug => "must have at least one letter or digit".to_owned(),
            Self::Handle => format!(
                "must have {HANDLE_MIN} to {HANDLE_MAX} characters, each a letter from a to z, a digit \
                 or _"
            ),
            Self::Reserved => "is reserved; choose another one".to_owned(),
            Self::Handles => format!(
                "must be one that the account has had: it has at most {HANDLES_MAX}, former ones included"
            ),
            Self::Links => format!(
                "must be at most {LINKS_MAX} addresses that begin with https://, each of at most \
                 {LINK_MAX} characters"
            ),
            Self::Picture => "must be the url of a picture, as uploading it answered".to_owned(),
            Self::Time => {
                "must be a time in UTC from 1970 on, such as 2026-02-03T04:05:06Z".to_owned()
            }
            Self::Other => "is not valid".to_owned(),
        };
        FieldError {
            field: field.to_owned(),
            code: self.code().to_owned(),
            message: format!("{field} {problem}"),
        }
    }
}

/// One thing that is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FieldError {
    /// The field, the query parameter or the part of the path.
    pub field: String,
    /// What is wrong, as a code for programs.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = Fault::CODES)))]
    pub code: String,
    /// What would be right, in a sentence for people. It never repeats what was sent, because that
    /// may be a password.
    pub message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_in_the_list_once() {
        let faults = [
            Fault::Required,
            Fault::Type("a string"),
            Fault::Length { min: 1, max: 2 },
            Fault::Email,
            Fault::Nul,
            Fault::Blank,
            Fault::Uuid,
            Fault::Range { min: 1, max: 2 },
            Fault::Cursor,
            Fault::Choice("this or that"),
            Fault::Common,
            Fault::Personal,
            Fault::Unpublishable,
            Fault::Tag,
            Fault::Tags,
            Fault::Slug,
            Fault::Handle,
            Fault::Reserved,
            Fault::Handles,
            Fault::Links,
            Fault::Picture,
            Fault::Time,
            Fault::Other,
        ];
        assert_eq!(faults.map(Fault::code), Fault::CODES);
    }
}
