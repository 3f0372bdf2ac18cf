//! The beginning of a post as plain text.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::{
    character::is_mark,
    syntax::{Parsed, Source, as_written},
};

/// The beginning of a post as its readers see it, in one line. It has at most `max_chars`
/// characters (Unicode scalar values) and may end in the middle of a word.
///
/// It has the text of paragraphs, headings, lists, quotes and tables. Any white space, and the end
/// of a block, becomes one space. HTML is part of the text, because the site shows it as written.
/// Code blocks, footnotes and pictures are left out. If there is nothing else, the excerpt has the
/// code and the pictures' alternative texts.
#[must_use]
pub fn excerpt(markdown: &str, max_chars: usize) -> String {
    excerpt_of(&Source::new(markdown).parse(), max_chars)
}

/// The same of a text that was parsed.
pub(crate) fn excerpt_of(parsed: &Parsed<'_>, max_chars: usize) -> String {
    let prose = beginning(parsed, max_chars, false);
    if prose.is_empty() { beginning(parsed, max_chars, true) } else { prose }
}

/// A text of at most `max_chars` characters: all of it, or as many whole words as fit, and an
/// ellipsis.
#[must_use]
pub fn shorten(text: &str, max_chars: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(max_chars) else { return text.to_owned() };
    // The ellipsis needs the room of one character.
    let end = text.char_indices().nth(max_chars.saturating_sub(1)).map_or(end, |(end, _)| end);
    let (cut, rest) = text.split_at(end);
    let whole_words = if rest.starts_with(' ') {
        Some(cut)
    } else {
        cut.rsplit_once(' ').map(|(words, _)| words)
    };
    let shortened = match whole_words {
        // A long word, or a script without spaces, is cut, so that at least half of the room is
        // used.
        Some(words) if words.chars().count() >= max_chars / 2 => words,
        _ => whole_characters(cut, rest),
    };
    format!("{}…", shortened.trim_end())
}

/// The text without characters that belong to the one that would come next.
fn whole_characters<'a>(text: &'a str, next: &str) -> &'a str {
    let mut next = next.chars().next();
    for (start, character) in text.char_indices().rev() {
        if !next.is_some_and(continues) && character != ZERO_WIDTH_JOINER {
            return text.get(..start + character.len_utf8()).unwrap_or(text);
        }
        next = Some(character);
    }
    text
}

const ZERO_WIDTH_JOINER: char = '\u{200D}';

/// Whether a character is displayed as part of the one before it.
fn continues(character: char) -> bool {
    let is_skin_tone = matches!(character, '\u{1F3FB}'..='\u{1F3FF}');
    is_mark(character) || is_skin_tone || character == ZERO_WIDTH_JOINER
}

/// The beginning of the text: of its prose, or else of everything.
fn beginning(parsed: &Parsed<'_>, max_chars: usize, of_all: bool) -> String {
    let mut line = Line { text: String::new(), room: max_chars, space: false };
    // The nesting depth of omitted elements.
    let mut left_out = 0_usize;
    let mut link: Option<Link<'_>> = None;
    for (event, _) in parsed {
        if line.room == 0 {
            break;
        }
        match event {
            Event::Start(tag) => {
                if left_out > 0 || is_left_out(tag, of_all) {
                    left_out += 1;
                }
                if let Tag::Link { dest_url, .. } = tag {
                    link = Some(Link { address: dest_url, says_something: false });
                } else if is_block(&tag.to_end()) {
                    line.space();
                }
            }
            Event::End(tag) => {
                left_out = left_out.saturating_sub(1);
                if *tag == TagEnd::Link
                    && let Some(link) = link.take()
                    && left_out == 0
                {
                    line.push(link.in_place_of_words());
                } else if is_block(tag) {
                    line.space();
                }
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                if let Some(link) = &mut link {
                    link.says_something |= !text.trim().is_empty();
                }
                if left_out == 0 {
                    line.push(text);
                }
            }
            Event::SoftBreak | Event::HardBreak | Event::Rule => line.space(),
            _ => {}
        }
    }
    line.text
}

fn is_left_out(tag: &Tag<'_>, of_all: bool) -> bool {
    match tag {
        Tag::CodeBlock(_) | Tag::Image { .. } => !of_all,
        Tag::FootnoteDefinition(_) => true,
        _ => false,
    }
}

/// Whether an element is none within a text.
pub(crate) fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// The link that is being read.
struct Link<'a> {
    address: &'a str,
    says_something: bool,
}

impl Link<'_> {
    /// For a link without words, the site shows the address if the link is allowed.
    fn in_place_of_words(&self) -> &str {
        let leads_somewhere = ["https:", "http:", "mailto:", "/", "#"]
            .iter()
            .any(|beginning| self.address.to_ascii_lowercase().starts_with(beginning));
        if self.says_something || !leads_somewhere { "" } else { self.address }
    }
}

/// The line that is being written.
struct Line {
    text: String,
    /// How many more characters fit.
    room: usize,
    /// Whether a space must precede the next word.
    space: bool,
}

impl Line {
    fn space(&mut self) {
        self.space = !self.text.is_empty();
    }

    fn push(&mut self, text: &str) {
        for character in as_written(text).chars() {
            if character.is_whitespace() {
                self.space();
                continue;
            }
            if std::mem::take(&mut self.space) {
                self.append(' ');
            }
            self.append(character);
        }
    }

    fn append(&mut self, character: char) {
        if let Some(room) = self.room.checked_sub(1) {
            self.room = room;
            self.text.push(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn signs_of_markdown_are_not_in_it() {
        for (markdown, text) in [
            ("**Bold** and *slanted* and `code`", "Bold and slanted and code"),
            ("# A heading\n\nText.", "A heading Text."),
            ("Setext\n===\n\nText.", "Setext Text."),
            ("> Quoted\n\n- one\n- two\n1. three", "Quoted one two three"),
            ("- [ ] to do\n- [x] done", "to do done"),
            ("| a | b |\n|---|:-:|\n| c | d \\| e |", "a b c d | e"),
            ("~~gone~~ and ~gone~", "gone and ~gone~"),
            ("one\ntwo  \nthree\\\nfour", "one two three four"),
            ("one\n\n---\n\ntwo", "one two"),
            ("snake_case_name and 2*3*4", "snake_case_name and 234"),
            ("2 * 3 * 4", "2 * 3 * 4"),
            ("مرحبا **بالعالم** 🎉", "مرحبا بالعالم 🎉"),
            ("**bo**ld", "bold"),
        ] {
            assert_eq!(excerpt(markdown, 280), text, "{markdown}");
        }
    }

    #[test]
    fn entities_and_escapes_are_what_they_stand_for() {
        for (markdown, text) in [
            ("Fish &amp; chips, 5 \\* 3", "Fish & chips, 5 * 3"),
            ("&lt;b&gt; &copy; &#x41;&#66; &nosuch;", "<b> © AB &nosuch;"),
            ("a&nbsp;&nbsp;b", "a b"),
            ("`a &amp; \\*b`", "a &amp; \\*b"),
            ("\\# no heading \\[no link\\](x)", "# no heading [no link](x)"),
        ] {
            assert_eq!(excerpt(markdown, 280), text, "{markdown}");
        }
    }

    #[test]
    fn links_are_their_words() {
        for (markdown, text) in [
            ("[Foo](https://en.wikipedia.org/wiki/Foo_(bar))", "Foo"),
            ("[Foo](<https://x.example/a b> \"a (title)\") bar", "Foo bar"),
            ("[a **b** `c`][ref]\n\n[ref]: https://x.example", "a b c"),
            ("[ref]\n\n[ref]: https://x.example 'title'", "ref"),
            ("[not a link] and [nor](this", "[not a link] and [nor](this"),
            (
                "<https://x.example/?a&b> https://y.example",
                "https://x.example/?a&b https://y.example",
            ),
            ("[](https://x.example)", "https://x.example"),
            ("[](javascript:alert(1)) x", "x"),
            ("[![logo](https://x.example/a.png)](https://x.example) x", "x"),
        ] {
            assert_eq!(excerpt(markdown, 280), text, "{markdown}");
        }
    }

    #[test]
    fn html_is_text_as_on_the_site() {
        for (markdown, text) in [
            ("a <b>c</b> &amp; d", "a <b>c</b> & d"),
            ("<script>\nalert(1)\n</script>\n\nText", "<script> alert(1) </script> Text"),
        ] {
            assert_eq!(excerpt(markdown, 280), text, "{markdown}");
        }
    }

    #[test]
    fn what_is_no_prose_is_left_out() {
        for (markdown, text) in [
            ("![a picture](https://x.example/a.png) Text.", "Text."),
            ("```js\nlet x = 1;\n```\nAfter.", "After."),
            ("Before.\n\n    indented code\n\nAfter.", "Before. After."),
            (
                "A claim.[^1] Another.[^b]\n\n[^1]: The *source*.\n\n[^b]: More.",
                "A claim. Another.",
            ),
            ("[^1]: The source.\n\nA claim.[^1]", "A claim."),
            ("No note.[^1]", "No note.[^1]"),
        ] {
            assert_eq!(excerpt(markdown, 280), text, "{markdown}");
        }
    }

    #[test]
    fn a_post_of_pictures_and_code_alone_is_described_by_them() {
        for (markdown, text) in [
            ("![A *cat* &amp; a dog](https://x.example/a.png)", "A cat & a dog"),
            ("```js\nlet x = 1;\n\nlet y;\n```", "let x = 1; let y;"),
            ("```js\nnever closed", "never closed"),
            ("![](https://x.example/a.png)", ""),
            ("&nbsp;", ""),
        ] {
            assert_eq!(excerpt(markdown, 280), text, "{markdown}");
        }
    }

    #[test]
    fn it_is_cut_to_the_character() {
        assert_eq!(excerpt(&"é".repeat(1_000), 280), "é".repeat(280));
        assert_eq!(excerpt("one two", 4), "one ");
        assert_eq!(excerpt("one two", 3), "one");
        assert_eq!(excerpt("**🎉🎉**🎉", 2), "🎉🎉");
        assert_eq!(excerpt("one", 0), "");
    }

    #[test]
    fn a_text_is_shortened_after_a_whole_word() {
        for (text, max_chars, shortened) in [
            ("many words", 10, "many words"),
            ("many words in a long row", 12, "many words…"),
            ("many words in a long row", 11, "many words…"),
            ("many words, and more", 12, "many words,…"),
            ("a word-that-goes-on-and-on", 12, "a word-that…"),
            ("中文没有空格也要能够缩短", 6, "中文没有空…"),
            // What displays as one character is not cut in two.
            ("👩‍👩‍👧👩‍👩‍👧", 8, "👩‍👩‍👧…"),
            ("किताबें", 4, "कि…"),
            ("👍🏽👍🏽", 3, "👍🏽…"),
        ] {
            let found = shorten(text, max_chars);
            assert_eq!(found, shortened, "{text}");
            assert!(found.chars().count() <= max_chars, "{found}");
        }
    }

    /// With more than linear time, this test would not finish.
    #[test]
    fn no_text_takes_long() {
        for part in [
            "*", "**a ", "[", "`a ", "|", "_a", "```\n", "![", " ", "> ", "- ", "<", "字**「",
            "&amp;", "[^1]: ",
        ] {
            let text = part.repeat(100_000 / part.chars().count());
            let begin = std::time::Instant::now();
            assert!(excerpt(&text, 280).chars().count() <= 280);
            assert!(crate::reading_minutes(&text) >= 1);
            assert!(begin.elapsed().as_secs() < 5, "{part:?} takes {:?}", begin.elapsed());
        }
    }

    proptest! {
        #[test]
        fn any_text_has_one_line_of_it(text in any::<String>(), max_chars in 0_usize..60) {
            let line = excerpt(&text, max_chars);
            prop_assert!(line.chars().count() <= max_chars);
            prop_assert!(!line.starts_with(' ') && !line.contains("  "));
            prop_assert!(!line.contains(|c: char| c.is_whitespace() && c != ' '));
        }

        #[test]
        fn no_order_of_signs_is_too_much(text in "[-*_~`\\[\\]()<>!#|+=:&;a字「」1^.\\\\ \t\n]{0,120}") {
            let line = excerpt(&text, 60);
            prop_assert!(line.chars().count() <= 60);
            prop_assert!(crate::reading_minutes(&text) == 1);
        }

        #[test]
        fn words_without_signs_come_as_they_are(text in "[a-z字ñ]{1,9}( [a-z字ñ]{1,9}){0,9}") {
            prop_assert_eq!(excerpt(&text, 280), text);
        }

        #[test]
        fn a_shortened_text_begins_like_the_whole(text in "[a-z字\u{301} 👍🏽]{0,40}", max in 2_usize..30) {
            let short = shorten(&text, max);
            prop_assert!(short.chars().count() <= max);
            prop_assert!(text.starts_with(short.trim_end_matches('…')));
        }
    }
}
