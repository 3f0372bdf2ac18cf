//! Emphasis beside Chinese, Japanese and Korean text.
//!
//! CommonMark looks for white space or punctuation around a run of `*`, to know whether it can
//! begin or end emphasis. Chinese and Japanese put no spaces between words, Korean puts none before
//! a particle, so `**「重要」**です` and `**한국어(Korean)**는` would keep their asterisks. The site
//! follows the amendment [markdown-cjk-friendly](https://github.com/tats-u/markdown-cjk-friendly).
//!
//! pulldown-cmark 0.13 does not support it. Where the amendment differs, a run can both begin and
//! end emphasis, as it can between two letters. So a letter is put beside the run before the text
//! is parsed, and removed afterwards. This module can go when pulldown-cmark has an option for the
//! amendment.

use std::borrow::Cow;

use crate::character::{is_in, is_punctuation};

/// A noncharacter: it has no meaning in any text, and a parser takes it for a letter.
const LETTER: char = '\u{FDD0}';

/// Characters that are wide in East Asia and not emoji, and all of Hangul: the amendment's "CJK
/// characters" in Unicode 17, including unassigned gaps.
const CJK: [(char, char); 25] = [
    ('\u{1100}', '\u{11FF}'),
    ('\u{20A9}', '\u{20A9}'),
    ('\u{2329}', '\u{232A}'),
    ('\u{2630}', '\u{2637}'),
    ('\u{268A}', '\u{268F}'),
    ('\u{2E80}', '\u{303E}'),
    ('\u{3040}', '\u{3247}'),
    ('\u{3250}', '\u{A4CF}'),
    ('\u{A960}', '\u{A97F}'),
    ('\u{AC00}', '\u{D7FF}'),
    ('\u{F900}', '\u{FAFF}'),
    ('\u{FE10}', '\u{FE1F}'),
    ('\u{FE30}', '\u{FE6F}'),
    ('\u{FF01}', '\u{FFEE}'),
    ('\u{16FE0}', '\u{18DFF}'),
    ('\u{1AFF0}', '\u{1B2FF}'),
    ('\u{1D300}', '\u{1D376}'),
    ('\u{1F200}', '\u{1F200}'),
    ('\u{1F202}', '\u{1F219}'),
    ('\u{1F21B}', '\u{1F22E}'),
    ('\u{1F230}', '\u{1F231}'),
    ('\u{1F237}', '\u{1F237}'),
    ('\u{1F23B}', '\u{1F248}'),
    ('\u{1F260}', '\u{1F265}'),
    ('\u{20000}', '\u{3FFFD}'),
];

pub(crate) fn is_cjk(character: char) -> bool {
    is_in(&CJK, character)
}

/// The text with a letter beside each run of `*` or `~` that the amendment treats differently from
/// CommonMark.
pub(crate) fn with_letters(markdown: &str) -> Cow<'_, str> {
    let markdown = without_letters(markdown);
    let has_runs = markdown.contains(['*', '~']);
    if !has_runs || markdown.is_ascii() {
        return markdown;
    }
    Cow::Owned(insert_letters(&markdown))
}

/// The text without these letters.
pub(crate) fn without_letters(text: &str) -> Cow<'_, str> {
    if text.contains(LETTER) { Cow::Owned(text.replace(LETTER, "")) } else { Cow::Borrowed(text) }
}

fn insert_letters(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len() + markdown.len() / 16);
    let mut before = Before::default();
    let mut rest = markdown.chars();
    while let Some(character) = rest.next() {
        let is_escaped = before.escapes();
        if !matches!(character, '*' | '~') || is_escaped {
            text.push(character);
            before.push(character);
            continue;
        }
        let same = rest.as_str().chars().take_while(|next| *next == character).count();
        let length = same + 1;
        for _ in 0..same {
            rest.next();
        }
        let after = rest.as_str().chars().next();
        // A run of three tildes is not emphasis, and may begin a code block.
        let can_differ = character == '*' || length <= 2;
        let [first, last] =
            if can_differ { letters(before.character(), after) } else { [false, false] };
        if first {
            text.push(LETTER);
        }
        text.extend(std::iter::repeat_n(character, length));
        if last {
            text.push(LETTER);
        }
        before.push(character);
    }
    text
}

/// Whether to put a letter before and after a run between these characters.
fn letters(before: Option<Neighbour>, after: Option<char>) -> [bool; 2] {
    let (Some(before), Some(after)) = (before, after) else { return [false, false] };
    if before.is_space || after.is_whitespace() || !(before.is_cjk || is_cjk(after)) {
        return [false, false];
    }
    [before.is_punctuation, is_punctuation(after)]
}

/// The character before a run, together with the variation selector that may follow it.
#[derive(Clone, Copy)]
struct Neighbour {
    is_space: bool,
    is_cjk: bool,
    is_punctuation: bool,
}

/// What is before the current position.
#[derive(Default)]
struct Before {
    last: Option<char>,
    last_but_one: Option<char>,
    /// How many backslashes there are.
    backslashes: usize,
}

impl Before {
    fn push(&mut self, character: char) {
        self.backslashes = if character == '\\' { self.backslashes + 1 } else { 0 };
        self.last_but_one = self.last.replace(character);
    }

    /// Whether the next character is escaped.
    fn escapes(&self) -> bool {
        self.backslashes % 2 == 1
    }

    fn character(&self) -> Option<Neighbour> {
        let last = self.last?;
        // A variation selector belongs to the character that it varies. The second one makes
        // quotation marks wide.
        let varied = match last {
            '\u{FE00}'..='\u{FE0E}' => self.last_but_one.filter(|base| !base.is_whitespace()),
            _ => None,
        };
        let base = varied.unwrap_or(last);
        let is_wide_quote =
            last == '\u{FE01}' && matches!(base, '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}');
        // An ideographic variation selector comes after Han characters alone.
        let is_variant = matches!(last, '\u{E0100}'..='\u{E01EF}');
        Some(Neighbour {
            is_space: last.is_whitespace(),
            is_cjk: is_cjk(base) || is_variant || is_wide_quote,
            is_punctuation: is_punctuation(base),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::excerpt;

    /// The visible text. If emphasis was not recognized, it contains its signs.
    fn shown(markdown: &str) -> String {
        excerpt(markdown, 1_000)
    }

    #[test]
    fn emphasis_beside_japanese_needs_no_spaces() {
        for (markdown, text) in [
            ("**「重要」**です", "「重要」です"),
            ("これは**強調（きょうちょう）**です。", "これは強調（きょうちょう）です。"),
            ("**この文は太字です。**次の文は違います。", "この文は太字です。次の文は違います。"),
            ("彼は*「はい」*と言った", "彼は「はい」と言った"),
            ("答えは**③**だ", "答えは③だ"),
            ("**[文書](https://x.example/)**を読む", "文書を読む"),
            ("**`git`**を使う", "gitを使う"),
            ("価格は**¥500**から", "価格は¥500から"),
            ("***「とても重要」***なこと", "「とても重要」なこと"),
            ("**ア(a)**ﾊﾝｶｸ", "ア(a)ﾊﾝｶｸ"),
            ("*「一」*と*「二」*と**「三」**", "「一」と「二」と「三」"),
        ] {
            assert_eq!(shown(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn emphasis_beside_chinese_needs_no_spaces() {
        for (markdown, text) in [
            ("**注意：**请先备份。", "注意：请先备份。"),
            ("他说**“你好”**就走了", "他说“你好”就走了"),
            ("请看**《红楼梦》**这本书", "请看《红楼梦》这本书"),
            ("**重要！**不要忘记", "重要！不要忘记"),
            ("版本**(v2)**已发布", "版本(v2)已发布"),
            ("繁體**「中文」**也可以", "繁體「中文」也可以"),
            ("𰻞𰻞**（biáng）**麵", "𰻞𰻞（biáng）麵"),
        ] {
            assert_eq!(shown(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn emphasis_beside_korean_particles_is_found() {
        for (markdown, text) in [
            ("**한국어(Korean)**는", "한국어(Korean)는"),
            ("이것은 **\"중요\"**합니다", "이것은 \"중요\"합니다"),
            ("*[문서](https://x.example/)*를 읽으세요", "문서를 읽으세요"),
            ("**`npm`**을 쓰세요", "npm을 쓰세요"),
            ("ᄒ**(h)**ᆫ", "ᄒ(h)ᆫ"),
        ] {
            assert_eq!(shown(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn what_is_struck_out_beside_them_is_too() {
        for (markdown, text) in [
            ("a~~(b)~~字", "a(b)字"),
            ("字~~(b)c~~a", "字(b)ca"),
            ("~~「古い」~~新しい", "「古い」新しい"),
            ("**~~「重要」~~**です", "「重要」です"),
        ] {
            assert_eq!(shown(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn a_variant_counts_as_the_character_that_it_varies() {
        for (markdown, text) in [
            ("葛\u{E0100}**(くず)**城", "葛\u{E0100}(くず)城"),
            ("大塚\u{FE00}**(U+585A)**です", "大塚\u{FE00}(U+585A)です"),
            ("**“\u{FE01}名”\u{FE01}**a", "“\u{FE01}名”\u{FE01}a"),
        ] {
            assert_eq!(shown(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn elsewhere_commonmark_stays_as_it_is() {
        for text in ["a**(b)**c", "2 * 3 * 4", "a*\"b\"*c", "a**🈁**c", "字 ** 字 ** 字"] {
            assert_eq!(shown(text), text);
        }
        // Escaped signs, signs in code, and underscores, which the amendment leaves alone.
        for (markdown, text) in [
            ("字\\*「字」\\*字", "字*「字」*字"),
            ("字\\**「字」*字", "字*「字」字"),
            ("`字**「字」**字`", "字**「字」**字"),
            ("字__「字」__字", "字__「字」__字"),
            (">~~~字\n>code\n>~~~\n\nText", "Text"),
        ] {
            assert_eq!(shown(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn a_noncharacter_in_the_text_is_dropped() {
        assert_eq!(shown("a\u{FDD0}b **c**"), "ab c");
    }

    proptest! {
        #[test]
        fn nothing_but_letters_is_put_in(text in "[a *~()「」字는\\\\\n]{0,40}") {
            let with = with_letters(&text).into_owned();
            prop_assert_eq!(without_letters(&with), text);
        }
    }
}
