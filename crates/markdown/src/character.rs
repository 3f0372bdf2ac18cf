//! Kinds of characters.

use std::cmp::Ordering;

include!(concat!(env!("OUT_DIR"), "/categories.rs"));

/// Punctuation as CommonMark defines it: the general categories P and S.
pub(crate) fn is_punctuation(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_punctuation();
    }
    is_in(&PUNCTUATION, character)
}

/// A letter or a number, with which a word begins.
pub(crate) fn is_letter_or_number(character: char) -> bool {
    // Some marks count as alphabetic.
    character.is_alphanumeric() && !is_mark(character)
}

/// A mark, such as an accent or the vowel signs of Indian scripts: it belongs to the character
/// before it.
pub(crate) fn is_mark(character: char) -> bool {
    !character.is_ascii() && is_in(&MARKS, character)
}

/// A character that GitHub keeps in the name of a heading.
pub(crate) fn is_in_slug(character: char) -> bool {
    matches!(character, ' ' | '-')
        || character.is_alphabetic()
        || is_mark(character)
        || is_in(&WORD_SIGNS, character)
}

/// Whether one of the sorted ranges contains the character.
pub(crate) fn is_in(ranges: &[(char, char)], character: char) -> bool {
    let place = ranges.binary_search_by(|(first, last)| {
        if *last < character {
            Ordering::Less
        } else if *first > character {
            Ordering::Greater
        } else {
            Ordering::Equal
        }
    });
    place.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_of_their_kinds() {
        for character in ['!', '$', '+', '~', '「', '。', '«', '€', '∇', '𝜵', '𐬻', '¿', '…']
        {
            assert!(is_punctuation(character), "{character}");
            assert!(!is_letter_or_number(character), "{character}");
        }
        for character in ['a', '7', 'é', '字', 'ก', 'क', '한', 'א', '½', 'Ⅻ', '𝔸'] {
            assert!(is_letter_or_number(character), "{character}");
            assert!(!is_punctuation(character) && !is_mark(character), "{character}");
        }
        for character in ['\u{301}', '\u{93F}', '\u{94D}', '\u{BCD}', '\u{E31}', '\u{20DD}'] {
            assert!(is_mark(character), "{character}");
            assert!(!is_letter_or_number(character), "{character}");
        }
        for character in [' ', '\n', '\u{A0}', '\u{FDD0}', '\0', char::MAX] {
            assert!(!is_punctuation(character) && !is_mark(character), "{character:?}");
        }
    }
}
