//! All words of a post, for search.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::{
    excerpt::is_block,
    html::is_forbidden,
    syntax::{Parsed, Source, as_written},
};

/// All words of a post, in order, without Markdown's signs: also those in code, in footnotes, in the
/// descriptions of pictures and in HTML. Addresses of links aren't among them unless they are shown.
///
/// Each block begins a new line. Quotation marks stay as they were typed.
#[must_use]
pub fn plain_text(markdown: &str) -> String {
    words_of(&Source::new(markdown).parse())
}

/// The same of a text that was parsed.
pub(crate) fn words_of(parsed: &Parsed<'_>) -> String {
    let mut words = String::new();
    for (event, _) in parsed {
        match event {
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                words
                    .extend(as_written(text).chars().filter(|character| !is_forbidden(*character)));
            }
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            // A picture stands for itself, even within a word.
            Event::Start(Tag::Image { .. } | Tag::TableCell)
            | Event::End(TagEnd::Image | TagEnd::TableCell) => space(&mut words, ' '),
            Event::Start(tag) if is_block(&tag.to_end()) => space(&mut words, '\n'),
            Event::End(tag) if is_block(tag) => space(&mut words, '\n'),
            _ => {}
        }
    }
    words.truncate(words.trim_end().len());
    words
}

/// White space, unless there is some.
fn space(words: &mut String, character: char) {
    if words.is_empty() || words.ends_with('\n') || words.ends_with(character) {
        return;
    }
    if words.ends_with(' ') {
        words.pop();
    }
    words.push(character);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_words_are_in_it_and_no_signs() {
        for (markdown, text) in [
            ("# A *heading*\n\nSome **bo**ld `code`.", "A heading\nSome bold code."),
            ("- one\n- [x] two\n  - three\n\n> four", "one\ntwo\nthree\nfour"),
            ("| a | b |\n|---|---|\n| c | d |", "a b\nc d"),
            ("```rust\nlet x = \"1\";\n\nlet y;\n```\nAfter", "let x = \"1\";\n\nlet y;\nAfter"),
            ("A[^1]\n\n[^1]: Note", "A\nNote"),
            ("a![A *cat*](https://x.example/a.png)b", "a A cat b"),
            ("[words](https://x.example) https://y.example/a_b_c", "words https://y.example/a_b_c"),
            ("a <b>c</b>\n\n<div>\nd\n</div>", "a <b>c</b>\n<div>\nd\n</div>"),
            ("don't \"quote\"  \nme", "don't \"quote\" me"),
            ("&#1;a\u{2}b\u{FDD0}", "ab"),
            ("", ""),
        ] {
            assert_eq!(plain_text(markdown), text, "{markdown}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_some(text in any::<String>()) {
            let words = plain_text(&text);
            prop_assert!(!words.contains('\0'));
        }

        #[test]
        fn words_without_signs_come_as_they_are(text in "[a-z字ñ]{1,9}( [a-z字ñ]{1,9}){0,9}") {
            prop_assert_eq!(plain_text(&text), text);
        }
    }
}
