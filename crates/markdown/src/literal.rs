//! Characters that are text on the site, but Markdown to pulldown-cmark.
//!
//! The site requires two tildes to strike text out, because Korean and Japanese write one between
//! numbers: `9~10시`. It also makes a link of a bare address, whose signs are then part of the link.
//! pulldown-cmark 0.13 has no option for either. So these signs are replaced with noncharacters
//! before a text is parsed, and put back afterwards.

use std::borrow::Cow;

use crate::autolink;

/// The replacement of each sign in the meantime.
const STAND_INS: [(char, char); 5] = [
    ('~', '\u{FDD1}'),
    ('*', '\u{FDD2}'),
    ('_', '\u{FDD3}'),
    ('&', '\u{FDD4}'),
    ('\'', '\u{FDD5}'),
];

/// The text with noncharacters instead of signs that are not Markdown. The text must not contain
/// these noncharacters before.
pub(crate) fn protect(markdown: &str) -> Cow<'_, str> {
    let markdown = remove(markdown);
    if !markdown.contains('~') && !has_address(&markdown) {
        return markdown;
    }
    let mut text = String::with_capacity(markdown.len() + markdown.len() / 16);
    let mut rest: &str = &markdown;
    let mut before = None;
    while let Some(character) = rest.chars().next() {
        let (length, is_text) = match character {
            '~' => {
                let run = rest.len() - rest.trim_start_matches('~').len();
                (run, run == 1 && before != Some('\\'))
            }
            _ if autolink::begins(rest, before).is_some() => (address_length(rest), true),
            _ => (character.len_utf8(), false),
        };
        let (part, after) = rest.split_at(length);
        if is_text {
            text.extend(part.chars().map(stand_in));
        } else {
            text.push_str(part);
        }
        before = part.chars().next_back();
        rest = after;
    }
    Cow::Owned(text)
}

/// The text with its signs restored.
pub(crate) fn restore(text: &str) -> Cow<'_, str> {
    if !text.contains(is_stand_in) {
        return Cow::Borrowed(text);
    }
    let sign = |character| {
        let found = STAND_INS.iter().find(|(_, stand_in)| *stand_in == character);
        found.map_or(character, |(sign, _)| *sign)
    };
    Cow::Owned(text.chars().map(sign).collect())
}

fn remove(text: &str) -> Cow<'_, str> {
    if text.contains(is_stand_in) {
        Cow::Owned(text.replace(is_stand_in, ""))
    } else {
        Cow::Borrowed(text)
    }
}

fn is_stand_in(character: char) -> bool {
    matches!(character, '\u{FDD1}'..='\u{FDD5}')
}

fn stand_in(character: char) -> char {
    let found = STAND_INS.iter().find(|(sign, _)| *sign == character);
    found.map_or(character, |(_, stand_in)| *stand_in)
}

/// Whether a text may have a bare address.
fn has_address(text: &str) -> bool {
    text.contains("://")
        || text.as_bytes().windows(4).any(|part| part.eq_ignore_ascii_case(b"www."))
}

/// The bytes of the address at the beginning of a text: without what closes a link or emphasis
/// around it, and without a sentence's end.
fn address_length(text: &str) -> usize {
    let mut open = 0_usize;
    let is_end = |character: char| {
        match character {
            '(' => open += 1,
            ')' if open == 0 => return true,
            ')' => open -= 1,
            _ => {}
        }
        autolink::ends_at(character) || matches!(character, '>' | '[' | ']' | '`' | '|' | '!')
    };
    let address = text.split(is_end).next().unwrap_or_default();
    address.trim_end_matches(['*', '_', '~', '.', ',', ':', ';', '?', '\'']).len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::excerpt;

    #[test]
    fn one_tilde_is_a_tilde_and_two_strike_out() {
        for (markdown, text) in [
            ("오전 9~10시, 오후 2~3시에", "오전 9~10시, 오후 2~3시에"),
            ("10~20円、30~40円", "10~20円、30~40円"),
            ("H~2~O", "H~2~O"),
            ("~there~ world", "~there~ world"),
            ("~~there~~ world", "there world"),
            ("\\~~there", "~~there"),
            ("`a~b~c`", "a~b~c"),
        ] {
            assert_eq!(excerpt(markdown, 100), text, "{markdown}");
        }
    }

    #[test]
    fn a_bare_address_keeps_its_signs() {
        for (markdown, text) in [
            ("https://x.example/_foo_/*a*/b", "https://x.example/_foo_/*a*/b"),
            ("https://x.example/?a=1&copy;=2 and &copy;", "https://x.example/?a=1&copy;=2 and ©"),
            ("**https://x.example/**", "https://x.example/"),
            ("*See www.x.example/a_b_c*", "See www.x.example/a_b_c"),
            ("[a](https://x.example/a_b)*b*", "ab"),
            ("[Foo](https://x.example/Foo_(bar)) *b*", "Foo b"),
            ("<https://x.example/_a_>", "https://x.example/_a_"),
        ] {
            assert_eq!(excerpt(markdown, 100), text, "{markdown}");
        }
    }

    proptest! {
        #[test]
        fn what_is_protected_is_there_again(text in "([a-z~*_&() .]|https://|www\\.|字){0,40}") {
            let protected = protect(&text);
            let restored = restore(&protected);
            prop_assert_eq!(restored.as_ref(), text.as_str());
        }
    }
}
