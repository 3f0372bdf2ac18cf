//! Text in inputs: how it is changed, and what is refused.

use crate::{
    Fault,
    limits::{
        ALT_MAX, ALT_MIN, BIO_MAX, BIO_MIN, CONTENT_MAX, CONTENT_MIN, NAME_MAX, NAME_MIN,
        TITLE_MAX, TITLE_MIN,
    },
    value,
    visible::is_blank,
};

/// The rules of a text. Every text has a length and no NUL and, unless it is empty, something that can
/// be seen.
pub(crate) struct Rules {
    /// Whether white space around it is dropped first.
    pub(crate) is_trimmed: bool,
    /// The fewest characters.
    pub(crate) min: u64,
    /// The most characters.
    pub(crate) max: u64,
}

impl Rules {
    /// The text as it is kept, or everything that is wrong with it.
    fn apply(&self, text: String) -> Result<String, Vec<Fault>> {
        let text = if self.is_trimmed { trim(text) } else { text };
        let blank = is_blank(&text).then_some(Fault::Blank);
        let faults = [length_fault(&text, self.min, self.max), nul_fault(&text), blank];
        value::unless(faults, text)
    }
}

/// Too few or too many characters.
pub(crate) fn length_fault(text: &str, min: u64, max: u64) -> Option<Fault> {
    let length = text.chars().count() as u64;
    (!(min..=max).contains(&length)).then_some(Fault::Length { min, max })
}

/// Postgres cannot store the character NUL in a text, and other tools stop at it.
pub(crate) fn nul_fault(text: &str) -> Option<Fault> {
    text.contains('\0').then_some(Fault::Nul)
}

fn trim(text: String) -> String {
    match text.trim() {
        trimmed if trimmed.len() == text.len() => text,
        trimmed => trimmed.to_owned(),
    }
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident: $rules:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            pub(crate) const RULES: Rules = $rules;

            /// Reads a text.
            ///
            /// # Errors
            /// Everything that is wrong with it.
            pub fn parse(text: String) -> Result<Self, Vec<Fault>> {
                Self::RULES.apply(text).map(Self)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }
    };
}

text! {
    /// The title of a post; empty only in a draft.
    Title: Rules { is_trimmed: true, min: TITLE_MIN, max: TITLE_MAX }
}

text! {
    /// The content of a post: Markdown, as it came; empty only in a draft.
    Content: Rules { is_trimmed: false, min: CONTENT_MIN, max: CONTENT_MAX }
}

text! {
    /// The name of a user.
    Name: Rules { is_trimmed: true, min: NAME_MIN, max: NAME_MAX }
}

text! {
    /// What users say of themselves.
    Bio: Rules { is_trimmed: true, min: BIO_MIN, max: BIO_MAX }
}

text! {
    /// What a picture shows.
    AltText: Rules { is_trimmed: true, min: ALT_MIN, max: ALT_MAX }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults<T>(read: Result<T, Vec<Fault>>) -> Vec<&'static str> {
        let faults = read.err().unwrap_or_default();
        faults.into_iter().map(Fault::code).collect()
    }

    #[test]
    fn a_title_keeps_its_limits() {
        let title = |text: &str| faults(Title::parse(text.to_owned()));
        for good in ["", " \n ", &*"😀".repeat(TITLE_MAX as usize)] {
            assert_eq!(title(good), [""; 0]);
        }
        for (bad, code) in [
            (&*"t".repeat(TITLE_MAX as usize + 1), "length"),
            ("t\0", "nul"),
            ("\u{200b}", "blank"),
            (" \u{feff} ", "blank"),
        ] {
            assert_eq!(title(bad), [code], "{}", bad.escape_unicode());
        }
        assert_eq!(title(&"\u{200b}".repeat(TITLE_MAX as usize + 1)), ["length", "blank"]);
        assert_eq!(Title::parse("  t  ".to_owned()).unwrap().as_str(), "t");
    }

    #[test]
    fn content_keeps_its_limits_and_its_white_space() {
        let content = |text: &str| faults(Content::parse(text.to_owned()));
        for good in ["", &*"é".repeat(CONTENT_MAX as usize)] {
            assert_eq!(content(good), [""; 0]);
        }
        for (bad, code) in [
            (&*"é".repeat(CONTENT_MAX as usize + 1), "length"),
            ("c\0", "nul"),
            ("\u{2800}", "blank"),
            ("\n\u{202e}\n", "blank"),
        ] {
            assert_eq!(content(bad), [code], "{}", bad.escape_unicode());
        }
        for kept in [" ", " c "] {
            assert_eq!(Content::parse(kept.to_owned()).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn a_name_keeps_its_limits() {
        let name = |text: &str| faults(Name::parse(text.to_owned()));
        for good in ["é", &*"n".repeat(NAME_MAX as usize)] {
            assert_eq!(name(good), [""; 0], "{good}");
        }
        for (bad, code) in [
            (" ", "length"),
            (&*"n".repeat(NAME_MAX as usize + 1), "length"),
            ("a\0b", "nul"),
            (" \u{200d}\u{2066}", "blank"),
        ] {
            assert_eq!(name(bad), [code], "{}", bad.escape_unicode());
        }
        assert_eq!(Name::parse(" Ada ".to_owned()).unwrap().as_str(), "Ada");
    }
}
