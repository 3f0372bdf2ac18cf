//! File names that every system accepts.

use connectly_types::PostHead;

/// How many characters of a title its file name has.
const TITLE_MAX: usize = 60;

/// The name of a post's file, without extension: the day, the title's ASCII characters, and the end
/// of the id, which makes it unique.
///
/// It has only letters, digits and single hyphens, so that it stays in its folder, is not hidden,
/// and is not a device name on any system.
pub(crate) fn of(post: &PostHead) -> String {
    let day = post.created_at.chars().take("2026-02-03".len()).collect::<String>();
    let id = post.id.to_string();
    let end_of_id = id.rsplit('-').next().unwrap_or_default();
    let parts = [slug(&day), slug(&post.title), end_of_id.to_owned()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

fn slug(text: &str) -> String {
    let mut slug = String::new();
    for character in text.chars() {
        if slug.len() == TITLE_MAX {
            break;
        }
        if character.is_ascii_alphanumeric() {
            slug.push(character.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_title_becomes_more_than_words(title in prop_oneof![any::<String>(), "[aB1 ./\\\\-]{0,90}"]) {
            let slug = slug(&title);
            let words: Vec<_> = slug.split('-').collect();
            let is_word = |word: &&str| {
                !word.is_empty()
                    && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            };
            prop_assert!(slug.is_empty() || words.iter().all(is_word), "{slug:?}");
            prop_assert!(slug.len() <= TITLE_MAX);
        }
    }

    #[test]
    fn a_title_becomes_letters_digits_and_hyphens() {
        for (title, expected) in [
            ("On engines", "on-engines"),
            ("  What?!  Really…  ", "what-really"),
            ("../../etc/passwd", "etc-passwd"),
            ("..\\..\\CON", "con"),
            ("\u{202e}txt.exe", "txt-exe"),
            ("C:\\x|y<z>\"*", "c-x-y-z"),
            ("日本語", ""),
            ("Zo\u{eb}'s café", "zo-s-caf"),
            ("---", ""),
        ] {
            assert_eq!(slug(title), expected, "{title}");
        }
        assert_eq!(slug(&"a".repeat(200)).len(), TITLE_MAX);
    }
}
