//! Tags of posts.

use icu_normalizer::ComposingNormalizerBorrowed;
use serde_json::Value;

use crate::{
    Fault, FieldError, PathParameter,
    limits::{TAG_MAX, TAGS_MAX},
    value::{FieldValue, Kind},
    visible::is_blank,
};

/// A tag: one line of text, with a form that is the same however its letters are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    label: String,
    key: String,
}

impl Tag {
    /// Reads a tag. White space around it, a `#` before it and white space beyond one space between
    /// words are dropped. `None` if it is empty or too long, shows nothing, or has a character that an
    /// address or a list of tags can't have.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let words: Vec<_> = text.trim().trim_start_matches('#').split_whitespace().collect();
        let composed = ComposingNormalizerBorrowed::new_nfc();
        let label = composed.normalize(&words.join(" ")).into_owned();
        // Character by character, so that the sigma at the end of a word is like any other.
        let folded: String =
            label.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
        let key = composed.normalize(&folded).into_owned();
        let is_good = |text: &str| {
            (1..=TAG_MAX).contains(&text.chars().count())
                && !text.chars().any(is_refused)
                && !text.chars().all(|character| character == '.')
                && !is_blank(text)
        };
        (is_good(&label) && is_good(&key)).then_some(Self { label, key })
    }

    /// In lower case and normalization form C: the same for all spellings.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

fn is_refused(character: char) -> bool {
    character.is_control() || matches!(character, '/' | '\\' | ',' | '"' | '<' | '>')
}

impl PathParameter for Tag {
    const DESCRIPTION: &'static str = "The tag.";
    const EXAMPLE: &'static str = "analytical engines";

    fn read(name: &str, text: &str) -> Result<Self, FieldError> {
        Self::parse(text).ok_or_else(|| Fault::Tag.of(name))
    }
}

/// The tags of a post, each once, in the order in which they were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags(Vec<Tag>);

impl Tags {
    /// Reads tags. A tag that is there in another spelling already is dropped. `None` if one is bad or
    /// there are too many.
    #[must_use]
    pub fn parse<T: AsRef<str>>(texts: &[T]) -> Option<Self> {
        let mut tags: Vec<Tag> = Vec::new();
        for text in texts {
            let tag = Tag::parse(text.as_ref())?;
            if tags.iter().all(|other| other.key != tag.key) {
                tags.push(tag);
            }
            if tags.len() > TAGS_MAX {
                return None;
            }
        }
        Some(Self(tags))
    }

    /// Each as it was written.
    #[must_use]
    pub fn labels(&self) -> Vec<String> {
        self.0.iter().map(|tag| tag.label.clone()).collect()
    }

    /// Each in its normal form.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        self.0.iter().map(|tag| tag.key.clone()).collect()
    }
}

impl FieldValue for Tags {
    const KIND: Kind = Kind::Texts;

    fn read(value: Value) -> Result<Self, Vec<Fault>> {
        Self::parse(&Kind::texts(value)?).ok_or_else(|| vec![Fault::Tags])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_tag_have_one_key() {
        for (spellings, key) in [
            (&["Rust", "#rust", " RUST ", "##Rust"][..], "rust"),
            (&["Café", "cafe\u{301}", "CAFÉ"], "café"),
            (&["Web  Assembly", "web\u{a0}assembly"], "web assembly"),
            (&["Straße", "STRASSE"], "strasse"),
            (&["ΟΔΟΣ", "οδος", "οδοσ"], "οδοσ"),
            (&["日本語"], "日本語"),
            (&["C#", "c#"], "c#"),
            (&["🎉"], "🎉"),
        ] {
            for spelling in spellings {
                assert_eq!(Tag::parse(spelling).unwrap().key(), key, "{spelling}");
            }
        }
    }

    #[test]
    fn a_tag_can_be_part_of_an_address_and_a_list() {
        for bad in [
            "",
            " ",
            "#",
            ".",
            "..",
            "a/b",
            "a\\b",
            "a,b",
            "<b>",
            "a\0b",
            "\u{200b}",
            &*"t".repeat(TAG_MAX + 1),
        ] {
            assert_eq!(Tag::parse(bad), None, "{bad:?}");
        }
        assert!(Tag::parse(&"t".repeat(TAG_MAX)).is_some());
        // Each becomes two letters.
        assert_eq!(Tag::parse(&"ß".repeat(TAG_MAX)), None);
    }

    #[test]
    fn a_post_has_each_tag_once_and_a_few() {
        let tags = Tags::parse(&["Rust", "rust", "Wasm"]).unwrap();
        assert_eq!(tags.labels(), ["Rust", "Wasm"]);
        assert_eq!(tags.keys(), ["rust", "wasm"]);
        assert_eq!(Tags::parse(&["a", "b", "c", "d", "e", "f"]), None);
        assert!(Tags::parse(&["a", "b", "c", "d", "e", "A"]).is_some());
        assert_eq!(Tags::parse(&["a", ""]), None);
        assert_eq!(Tags::parse::<&str>(&[]), Some(Tags::default()));
    }
}
