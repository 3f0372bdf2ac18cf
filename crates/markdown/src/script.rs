//! What the letters of a text ask of its display.

use crate::{
    character::{is_in, is_letter_or_number},
    cjk::is_cjk,
};

/// The direction in which a text runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// As Latin.
    LeftToRight,
    /// As Arabic and Hebrew.
    RightToLeft,
}

impl Direction {
    /// The value of the attribute `dir`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// The direction of a text's first letter. A text without letters has none.
#[must_use]
pub fn direction(text: &str) -> Option<Direction> {
    text.chars().find_map(|character| match character {
        '\u{200E}' => Some(Direction::LeftToRight),
        '\u{200F}' => Some(Direction::RightToLeft),
        _ if !is_letter(character) => None,
        _ if is_right_to_left(character) => Some(Direction::RightToLeft),
        _ => Some(Direction::LeftToRight),
    })
}

/// Whether a character belongs to a script that is written from right to left.
#[must_use]
pub fn is_right_to_left(character: char) -> bool {
    is_in(&RIGHT_TO_LEFT, character)
}

/// Which scripts the letters of a text belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Scripts {
    /// All of them are Latin, Greek or Cyrillic: scripts that have italics and separate letters.
    pub(crate) european: bool,
    /// All of them are Chinese, Japanese or Korean.
    pub(crate) east_asian: bool,
}

impl Scripts {
    /// Those of a text without letters.
    pub(crate) const NONE: Self = Self { european: true, east_asian: true };

    pub(crate) fn of(text: &str) -> Self {
        let mut scripts = Self::NONE;
        for character in text.chars().filter(|character| is_letter(*character)) {
            scripts.european &= is_european(character);
            scripts.east_asian &= is_cjk(character);
        }
        scripts
    }

    /// Those of two texts together.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self {
            european: self.european && other.european,
            east_asian: self.east_asian && other.east_asian,
        }
    }
}

pub(crate) fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic()
        || !character.is_ascii() && is_letter_or_number(character) && !character.is_numeric()
}

/// Whether a letter is Latin, Greek or Cyrillic.
pub(crate) fn is_european(letter: char) -> bool {
    is_in(&EUROPEAN, letter)
}

/// Blocks of Latin, Greek and Cyrillic.
const EUROPEAN: [(char, char); 13] = [
    ('\0', '\u{52F}'),
    ('\u{1C80}', '\u{1C8F}'),
    ('\u{1D00}', '\u{1DBF}'),
    ('\u{1E00}', '\u{1FFF}'),
    ('\u{2070}', '\u{209F}'),
    ('\u{2100}', '\u{218F}'),
    ('\u{2C60}', '\u{2C7F}'),
    ('\u{2DE0}', '\u{2DFF}'),
    ('\u{A640}', '\u{A69F}'),
    ('\u{A720}', '\u{A7FF}'),
    ('\u{AB30}', '\u{AB6F}'),
    ('\u{FB00}', '\u{FB06}'),
    ('\u{FF21}', '\u{FF5A}'),
];

/// The blocks that Unicode reserves for scripts written from right to left.
const RIGHT_TO_LEFT: [(char, char); 5] = [
    ('\u{590}', '\u{8FF}'),
    ('\u{FB1D}', '\u{FDFF}'),
    ('\u{FE70}', '\u{FEFE}'),
    ('\u{10800}', '\u{10FFF}'),
    ('\u{1E800}', '\u{1EFFF}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_runs_as_its_first_letter_does() {
        for (text, expected) in [
            ("React", Some(Direction::LeftToRight)),
            ("1. مرحبا React", Some(Direction::RightToLeft)),
            ("«שלום»", Some(Direction::RightToLeft)),
            ("\u{200F}React", Some(Direction::RightToLeft)),
            ("字", Some(Direction::LeftToRight)),
            ("𐤀", Some(Direction::RightToLeft)),
            ("2026 – 🎉", None),
            ("", None),
        ] {
            assert_eq!(direction(text), expected, "{text}");
        }
    }

    #[test]
    fn scripts_are_told_apart_by_their_letters() {
        for (text, european, east_asian) in [
            ("Latin, ελληνικά, кириллица, 1", true, false),
            ("「重要」ー", false, true),
            ("한국어 2", false, true),
            ("مهم", false, false),
            ("हिन्दी", false, false),
            ("日本 and more", false, false),
            ("2026", true, true),
        ] {
            assert_eq!(Scripts::of(text), Scripts { european, east_asian }, "{text}");
        }
    }
}
