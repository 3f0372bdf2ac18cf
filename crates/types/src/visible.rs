//! Text that shows nothing.
//!
//! Unicode has about 4,000 characters besides white space that take no room and show nothing. A
//! title that is only a zero-width space would be a link that nobody can see or click.

use std::ops::RangeInclusive;

/// The characters that show nothing by themselves, besides white space and NUL, which have rules of
/// their own. In order.
///
/// From the Unicode Character Database, version 17.0: `Default_Ignorable_Code_Point`
/// (`DerivedCoreProperties.txt`), and the general categories `Cc` and `Cf`
/// (`DerivedGeneralCategory.txt`) without `Prepended_Concatenation_Mark` (`PropList.txt`), which are
/// the signs that Arabic and Kaithi put around a number. Two characters of other categories are
/// blank by design: U+2800, the Braille pattern without a dot, and U+1D159, the note without a head.
///
/// They are blank only when alone. Joiners inside an emoji, or a Persian or Indic word, have a
/// function, and stay.
pub(crate) const INVISIBLE: &[RangeInclusive<char>] = &[
    '\u{1}'..='\u{8}',
    '\u{e}'..='\u{1f}',
    '\u{7f}'..='\u{84}',
    '\u{86}'..='\u{9f}',
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3164}'..='\u{3164}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{13430}'..='\u{1343f}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d159}'..='\u{1d159}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Whether there are invisible characters, and nothing else but white space. White space alone is
/// for the limits of the length to judge.
pub(crate) fn is_blank(text: &str) -> bool {
    let mut others = text.chars().filter(|character| !character.is_whitespace()).peekable();
    others.peek().is_some() && others.all(is_invisible)
}

fn is_invisible(character: char) -> bool {
    let later = INVISIBLE.partition_point(|range| *range.end() < character);
    INVISIBLE.get(later).is_some_and(|range| range.contains(&character))
}

#[cfg(test)]
mod tests {
    use icu_properties::{
        CodePointMapData, CodePointSetData,
        props::{
            DefaultIgnorableCodePoint, GeneralCategory, PrependedConcatenationMark, WhiteSpace,
        },
    };

    use super::*;

    #[test]
    fn the_table_is_what_unicode_says() {
        let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        let white_space = CodePointSetData::new::<WhiteSpace>();
        let around_numbers = CodePointSetData::new::<PrependedConcatenationMark>();
        let category = CodePointMapData::<GeneralCategory>::new();
        for character in '\0'..=char::MAX {
            let shows_nothing = match category.get(character) {
                GeneralCategory::Control => true,
                GeneralCategory::Format => !around_numbers.contains(character),
                _ => ignorable.contains(character) || "\u{2800}\u{1d159}".contains(character),
            };
            let expected = shows_nothing && !white_space.contains(character) && character != '\0';
            assert_eq!(is_invisible(character), expected, "{character:?}");
        }
    }

    #[test]
    fn what_shows_nothing_is_blank() {
        for text in [
            "\u{200b}",
            "\u{2060}",
            "\u{feff}",
            "\u{ad}",
            "\u{3164}",
            "\u{2800}",
            "\u{115f}\u{1160}",
            "\u{ffa0}",
            "\u{34f}",
            "\u{180e}",
            "\u{200e}\u{200f}\u{61c}",
            "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}",
            "\u{2066}\u{2067}\u{2068}\u{2069}",
            "\u{200c}\u{200d}",
            "\u{fe0f}",
            "\u{e0061}\u{e007f}",
            "\u{1d173}",
            "\u{fff9}\u{fffb}",
            "\u{7}",
            "\u{200b} \u{200b}",
            " \n\u{feff}\t",
        ] {
            assert!(is_blank(text), "{}", text.escape_unicode());
        }
    }

    #[test]
    fn what_shows_anything_is_not() {
        for text in [
            "a",
            "\u{200b}a",
            ".",
            // A combining mark alone, and on what shows nothing.
            "\u{301}",
            "\u{200b}\u{301}",
            // Emoji: a family, a flag of tags, a heart with its colours, a number on a key.
            "👩\u{200d}👩\u{200d}👧",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "❤\u{fe0f}",
            "1\u{fe0f}\u{20e3}",
            // Persian and Hindi, with joiners.
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            // Signs around numbers, which are of the category of format characters.
            "\u{600}",
            "\u{6dd}",
            "\u{70f}",
            "\u{8e2}",
            "\u{110bd}",
            // No characters yet, somebody's own, and half of one.
            "\u{378}",
            "\u{e000}",
            "\u{fffd}",
            "\u{10ffff}",
            // Other rules'.
            "",
            " ",
            "\u{3000}",
            "\0",
            "\0\u{200b}",
        ] {
            assert!(!is_blank(text), "{}", text.escape_unicode());
        }
    }
}
