//! Slugs: the part of a post's address that is made from its title.

use icu_normalizer::{ComposingNormalizerBorrowed, properties::CanonicalCombiningClassMapBorrowed};

use crate::{Fault, FieldError, PathParameter, limits::SLUG_MAX};

/// The slug of a title without letters and digits.
const FALLBACK: &str = "post";

/// A post's slug: letters and digits of every script in lower case and normalization form C, joined by
/// hyphens.
///
/// Another post of the same author may have it already; the database then appends a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slug(String);

impl Slug {
    /// Turns a text into a slug. `parse` of a slug is the same slug.
    ///
    /// # Errors
    /// When the text has no letter and no digit.
    pub fn parse(text: &str) -> Result<Self, Vec<Fault>> {
        let slug = shortened(&slugified(text));
        if slug.is_empty() { Err(vec![Fault::Slug]) } else { Ok(Self(slug)) }
    }

    /// The slug of a post with this title.
    #[must_use]
    pub fn of_title(title: &str) -> Self {
        Self::parse(title).unwrap_or_else(|_| Self(FALLBACK.to_owned()))
    }

    /// The slug as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl PathParameter for Slug {
    const DESCRIPTION: &'static str = "The post's slug, or a former one.";
    const EXAMPLE: &'static str = "notes-on-the-analytical-engine";

    /// Any text, because the rules for slugs may have been others when the post was published.
    fn read(_: &str, text: &str) -> Result<Self, FieldError> {
        let composed = ComposingNormalizerBorrowed::new_nfc();
        Ok(Self(composed.normalize(text).into_owned()))
    }
}

fn slugified(text: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc();
    let lower_case = composed.normalize(text).to_lowercase();
    let classes = CanonicalCombiningClassMapBorrowed::new();
    let mut slug = String::new();
    let mut is_apart = false;
    for character in composed.normalize(&lower_case).chars() {
        // Signs that belong to the letter before them: accents, and the virama of Indic scripts.
        let is_mark = classes.get_u8(character) != 0 && !slug.is_empty() && !is_apart;
        if character.is_alphanumeric() || is_mark {
            if is_apart && !slug.is_empty() {
                slug.push('-');
            }
            is_apart = false;
            slug.push(character);
        } else if !is_passed_over(character) {
            is_apart = true;
        }
    }
    slug
}

/// Characters inside a word that aren't letters: apostrophes, joiners and soft hyphens.
fn is_passed_over(character: char) -> bool {
    matches!(character, '\'' | '’' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// At most [`SLUG_MAX`] characters, of whole words if there are several.
fn shortened(slug: &str) -> String {
    let Some((end, _)) = slug.char_indices().nth(SLUG_MAX) else { return slug.to_owned() };
    let (kept, rest) = slug.split_at(end);
    match kept.rfind('-') {
        Some(last) if !rest.starts_with('-') => kept.get(..last).unwrap_or(kept).to_owned(),
        _ => kept.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slug(text: &str) -> String {
        Slug::of_title(text).0
    }

    #[test]
    fn a_slug_has_the_letters_of_every_script() {
        for (title, expected) in [
            ("What the Loom Taught Me", "what-the-loom-taught-me"),
            ("  C++ & Rust: 10 % faster?  ", "c-rust-10-faster"),
            ("Don’t panic, don't", "dont-panic-dont"),
            ("Ćma i Ślimak", "ćma-i-ślimak"),
            // The same, with accents as characters of their own.
            ("C\u{301}ma", "ćma"),
            ("Война и мир", "война-и-мир"),
            ("مرحبا بالعالم", "مرحبا-بالعالم"),
            // Persian, with a joiner inside a word.
            ("می\u{200c}خواهم", "میخواهم"),
            ("क्षमा करें", "क्षमा-करें"),
            ("日本語のタイトル", "日本語のタイトル"),
            ("ΟΔΥΣΣΕΥΣ", "οδυσσευς"),
            ("İstanbul", "i\u{307}stanbul"),
            ("a/b?c#d%e", "a-b-c-d-e"),
            ("../..", "post"),
            ("🎉🎉", "post"),
            ("👩\u{200d}👩\u{200d}👧 family", "family"),
            ("\u{301}", "post"),
            ("\u{202e}evil\u{202c}", "evil"),
        ] {
            assert_eq!(slug(title), expected, "{title}");
        }
    }

    #[test]
    fn a_long_title_ends_with_a_word() {
        let words = "word ".repeat(30);
        let slug_of_words = slug(&words);
        assert!(slug_of_words.ends_with("-word"), "{slug_of_words}");
        assert_eq!(slug_of_words.chars().count(), 79);
        assert_eq!(slug(&"é".repeat(200)).chars().count(), SLUG_MAX);
    }

    #[test]
    fn without_letters_nothing_is_chosen() {
        for bad in ["", " ", "🎉", "---", "\0"] {
            assert_eq!(Slug::parse(bad), Err(vec![Fault::Slug]), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn a_slug_is_its_own_slug(title in any::<String>()) {
            let once = slug(&title);
            prop_assert_eq!(&slug(&once), &once);
            prop_assert!((1..=SLUG_MAX).contains(&once.chars().count()));
            prop_assert!(!once.contains(['/', '?', '#', '%', '.', ' ', '\0']));
        }
    }
}
