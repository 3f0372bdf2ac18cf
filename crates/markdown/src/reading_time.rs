//! How long a text takes to read.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::{
    character::{is_in, is_letter_or_number, is_mark},
    syntax::{Parsed, Source, as_written},
};

/// Words a minute at which adults read English non-fiction silently (Brysbaert 2019, "How many
/// words do we read per minute?", a meta-analysis of 190 studies).
const WORDS: f64 = 238.0;

/// Characters a minute of Chinese and Japanese, which are written without spaces: the figure that
/// publishing platforms such as Medium use.
const CHARACTERS: f64 = 500.0;

/// Letters a minute in alphabetic scripts without spaces between words: the mean of 17 languages
/// (Trauzettel-Klosinski and Dietz 2012, "Standardized assessment of reading performance: the new
/// International Reading Speed Texts IReST"). Marks are not counted.
const LETTERS: f64 = 863.0;

/// How long a post takes to read, in whole minutes, at least one.
///
/// Words are counted as written. A word is letters and numbers with their marks, such as the vowel
/// signs of Indian scripts. It continues after an apostrophe or a hyphen, and across a point or a
/// colon between two letters or numbers. Scripts without spaces between words are counted by
/// characters. Addresses of links and the alternative texts of pictures are not counted; code and
/// footnotes are.
#[must_use]
pub fn reading_minutes(markdown: &str) -> u32 {
    minutes_of(&Source::new(markdown).parse())
}

/// The same of a text that was parsed.
pub(crate) fn minutes_of(parsed: &Parsed<'_>) -> u32 {
    let mut count = Count::default();
    let mut pictures = 0_usize;
    for (event, _) in parsed {
        match event {
            Event::Start(Tag::Image { .. }) => pictures += 1,
            Event::End(TagEnd::Image) => pictures = pictures.saturating_sub(1),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text)
                if pictures == 0 =>
            {
                count.add(&as_written(text));
            }
            // A word may change its style midway.
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. })
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
            ) => {}
            _ => count.end_word(),
        }
    }
    count.minutes()
}

/// The text to read.
#[derive(Default)]
struct Count {
    words: u32,
    characters: u32,
    letters: u32,
    in_word: bool,
}

impl Count {
    fn add(&mut self, text: &str) {
        let mut rest = text.chars();
        while let Some(character) = rest.next() {
            if is_mark(character) || self.in_word && joins(character) {
                continue;
            }
            if self.in_word && is_inside(character) && goes_on(rest.as_str()) {
                continue;
            }
            if !is_letter_or_number(character) {
                self.in_word = false;
            } else if is_in(&WITHOUT_SPACES_OR_LETTERS, character) {
                self.characters += 1;
                self.in_word = false;
            } else if is_in(&WITHOUT_SPACES, character) {
                self.letters += 1;
                self.in_word = false;
            } else if !self.in_word {
                self.words += 1;
                self.in_word = true;
            }
        }
    }

    fn end_word(&mut self) {
        self.in_word = false;
    }

    fn minutes(&self) -> u32 {
        let minutes = f64::from(self.words) / WORDS
            + f64::from(self.characters) / CHARACTERS
            + f64::from(self.letters) / LETTERS;
        (minutes.round() as u32).max(1)
    }
}

/// Characters inside numbers, names and addresses: `3.14`, `node.js`, `10:30`, `https://…`.
fn is_inside(character: char) -> bool {
    matches!(character, '.' | ',' | ':' | '/' | '@' | '_' | '=' | '?' | '&' | '#' | '%' | '+' | '~')
}

/// Whether a word continues after such characters. Only a few of them follow one another.
fn goes_on(rest: &str) -> bool {
    let after = rest.chars().take(3).find(|character| !is_inside(*character));
    after.is_some_and(is_letter_or_number)
}

/// Apostrophes and hyphens, including the Hebrew and Catalan ones, and invisible characters.
fn joins(character: char) -> bool {
    matches!(
        character,
        '\'' | '-'
            | '·'
            | '\u{AD}'
            | '׳'
            | '״'
            | '\u{200C}'
            | '\u{200D}'
            | '‐'
            | '‑'
            | '‘'
            | '’'
            | '\u{2060}'
    )
}

/// Blocks of Han, Hiragana, Katakana and Bopomofo.
const WITHOUT_SPACES_OR_LETTERS: [(char, char); 9] = [
    ('\u{2E80}', '\u{2FDF}'),
    ('\u{3000}', '\u{312F}'),
    ('\u{31A0}', '\u{31BF}'),
    ('\u{31F0}', '\u{31FF}'),
    ('\u{3400}', '\u{9FFF}'),
    ('\u{F900}', '\u{FAFF}'),
    ('\u{FF66}', '\u{FF9F}'),
    ('\u{1AFF0}', '\u{1B16F}'),
    ('\u{20000}', '\u{3FFFF}'),
];

/// Blocks of the scripts in which lines break inside what looks like one word (UAX #14, class SA),
/// and of Tibetan, Balinese and Javanese.
const WITHOUT_SPACES: [(char, char); 13] = [
    // Thai and Lao.
    ('\u{E00}', '\u{EFF}'),
    // Tibetan and Myanmar.
    ('\u{F00}', '\u{109F}'),
    // Khmer.
    ('\u{1780}', '\u{17FF}'),
    // Tai Le and New Tai Lue.
    ('\u{1950}', '\u{19DF}'),
    ('\u{19E0}', '\u{19FF}'),
    // Tai Tham.
    ('\u{1A20}', '\u{1AAF}'),
    // Balinese.
    ('\u{1B00}', '\u{1B7F}'),
    // Javanese, and more of Myanmar.
    ('\u{A980}', '\u{A9DF}'),
    ('\u{A9E0}', '\u{A9FF}'),
    ('\u{AA60}', '\u{AA7F}'),
    // Tai Viet.
    ('\u{AA80}', '\u{AADF}'),
    // More of Myanmar.
    ('\u{116D0}', '\u{116FF}'),
    // Ahom.
    ('\u{11700}', '\u{1174F}'),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// 4 minutes of English.
    const FOUR_MINUTES: usize = 238 * 4;

    #[test]
    fn a_number_a_name_or_an_address_is_one_word() {
        for word in
            ["3.14 ", "12,345 ", "10:30 ", "node.js ", "U.S.A. ", "https://x.example/a/b.html "]
        {
            assert_eq!(reading_minutes(&word.repeat(FOUR_MINUTES)), 4, "{word}");
        }
        // A sentence that ends without a space after it is rare, and two words.
        assert_eq!(reading_minutes(&"one… two: ".repeat(FOUR_MINUTES / 2)), 4);
    }

    #[test]
    fn words_take_as_long_in_every_script_that_has_spaces() {
        for words in [
            "engine ",
            "हिन्दी ",
            "विश्वविद्यालय ",
            "தமிழ் ",
            "கட்டுரைகள் ",
            "বাংলা ",
            "తెలుగు ",
            "ಕನ್ನಡ ",
            "മലയാളം ",
            "ગુજરાતી ",
            "ਪੰਜਾਬੀ ",
            "සිංහල ",
            "كَلِمَةٌ ",
            "שָׁלוֹם ",
            "ፊደል ",
            "Слово ",
            "Łódź ",
            "e\u{301}te\u{301} ",
            "한국어는 ",
            "क्\u{200D}ष ",
            "می\u{200C}خواهم ",
        ] {
            assert_eq!(reading_minutes(&words.repeat(FOUR_MINUTES)), 4, "{words}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_counted_by_characters() {
        for (text, count, minutes) in [
            ("字", 1_500, 3),
            ("かな", 750, 3),
            ("カナ", 750, 3),
            ("ㄅㄆ", 750, 3),
            // Four letters each, and two marks on the first, one on the others.
            ("ผู้คน", 863, 3),
            ("ຄົນລາວ", 863, 5),
            ("ខ្មែរ", 863, 3),
            ("မြန်မာ", 863, 3),
            ("བོད", 863, 2),
        ] {
            assert_eq!(reading_minutes(&text.repeat(count)), minutes, "{text}");
        }
    }

    #[test]
    fn a_word_is_what_readers_take_for_one() {
        for (words, count) in [
            ("l’eau-de-vie ", 1),
            ("don't ", 1),
            ("col·lecció ", 1),
            ("צה״ל ", 1),
            ("**bo**ld ", 1),
            ("one — two ", 2),
            ("字and字 ", 1),
            ("[two words](https://x.example/a/b/c/d/e/f) ", 2),
            ("![a picture](https://x.example/a.png)one ", 1),
            ("one&nbsp;two ", 2),
            ("\\*one\\* ", 1),
        ] {
            let minutes = reading_minutes(&words.repeat(FOUR_MINUTES));
            let characters = words.matches('字').count() * FOUR_MINUTES;
            let expected = 4.0 * f64::from(count) + characters as f64 / CHARACTERS;
            assert_eq!(minutes, expected.round() as u32, "{words}");
        }
    }

    #[test]
    fn the_shortest_text_takes_a_minute() {
        for text in ["", " ", "word", "字", "\u{301}", "---"] {
            assert_eq!(reading_minutes(text), 1, "{text:?}");
        }
    }

    #[test]
    fn what_is_hidden_takes_no_time() {
        let addresses = "[a](https://x.example/one/two/three/four/five/six/seven) ".repeat(238);
        assert_eq!(reading_minutes(&addresses), 1);
        let definitions: String =
            (0..2_000).map(|n| format!("[{n}]: https://x.example/{n} 'a title'\n")).collect();
        assert_eq!(reading_minutes(&definitions), 1);
    }

    proptest! {
        #[test]
        fn more_text_never_takes_less_time(text in any::<String>(), more in "[a-z字ก ]{0,40}") {
            prop_assert!(reading_minutes(&text) >= 1);
            let longer = more.repeat(100);
            prop_assert!(reading_minutes(&longer.repeat(2)) >= reading_minutes(&longer));
        }
    }
}
