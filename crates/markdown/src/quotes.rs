//! Quotation marks and apostrophes as in print.
//!
//! A straight mark beside a letter of a script other than Latin, Greek or Cyrillic stays as it was
//! typed: Hebrew uses it in abbreviations, and others have marks of their own. So does a mark after a
//! number that nothing opened, because it measures feet or inches.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::{
    excerpt::is_block,
    script::{is_european, is_letter},
};

/// Events with their places in the source.
type Placed<'a> = (Event<'a>, Range<usize>);

/// Replaces the straight marks in the texts of all blocks. Those in code and those that are escaped
/// stay.
pub(crate) fn curl(events: &mut [Placed<'_>], source: &str) {
    let mut block = Block::default();
    let mut in_code = false;
    for index in 0..events.len() {
        let Some((event, place)) = events.get(index) else { break };
        match event {
            Event::Text(text) if !in_code => {
                let is_typed = source.get(place.clone()) == Some(&**text)
                    && !source.get(..place.start).is_some_and(|before| before.ends_with('\\'));
                if is_typed && text.contains(['\'', '"']) {
                    let next = events.get(index + 1..).and_then(first_character);
                    block.curl(index, text, next);
                } else {
                    block.before = text.chars().next_back().or(block.before);
                }
            }
            Event::Code(_) => block.before = Some(CODE),
            Event::SoftBreak | Event::HardBreak => block.before = Some(' '),
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(tag) if !is_block(&tag.to_end()) => {}
            Event::End(tag) if !is_block(tag) => {}
            Event::FootnoteReference(_) | Event::InlineHtml(_) => {}
            _ => block.finish(events),
        }
    }
    block.finish(events);
}

/// What stands for code, which is like a word.
const CODE: char = 'x';

/// The first character of what follows in the same block.
fn first_character(events: &[Placed<'_>]) -> Option<char> {
    for (event, _) in events {
        match event {
            Event::Text(text) => return text.chars().next(),
            Event::Code(_) => return Some(CODE),
            Event::SoftBreak | Event::HardBreak => return Some(' '),
            Event::Start(tag) if !is_block(&tag.to_end()) => {}
            Event::End(tag) if !is_block(tag) => {}
            Event::FootnoteReference(_) | Event::InlineHtml(_) => {}
            _ => return None,
        }
    }
    None
}

/// The block that is being read.
#[derive(Default)]
struct Block {
    /// The character before.
    before: Option<char>,
    /// The texts with marks, and which events they belong to.
    texts: Vec<(usize, String)>,
    /// Whether a double mark is open.
    double: bool,
    /// The single mark that may be open: which of the texts it is in, and where.
    single: Option<(usize, usize)>,
}

/// What a straight mark becomes.
enum Mark {
    Straight,
    Opens,
    Closes,
    Apostrophe,
}

impl Block {
    fn curl(&mut self, event: usize, text: &str, after: Option<char>) {
        let mut curled = String::with_capacity(text.len() + 16);
        let mut rest = text.chars();
        while let Some(character) = rest.next() {
            let next = rest.as_str().chars().next().or(after);
            let curly = match character {
                '"' => self.double_mark(next),
                '\'' => {
                    let mark = self.single_mark(next);
                    match mark {
                        Mark::Opens => self.single = Some((self.texts.len(), curled.len())),
                        Mark::Closes => self.open_single(&mut curled),
                        Mark::Apostrophe | Mark::Straight => {}
                    }
                    mark
                }
                _ => Mark::Straight,
            };
            curled.push(match (character, &curly) {
                ('"', Mark::Opens) => '“',
                ('"', Mark::Closes) => '”',
                // One that opens is an apostrophe until another one closes it.
                ('\'', Mark::Opens | Mark::Closes | Mark::Apostrophe) => '’',
                _ => character,
            });
            self.before = Some(match curly {
                Mark::Opens => '“',
                _ => character,
            });
        }
        self.texts.push((event, curled));
    }

    fn double_mark(&mut self, next: Option<char>) -> Mark {
        if self.is_beside_foreign(next) {
            Mark::Straight
        } else if self.starts(next) {
            self.double = true;
            Mark::Opens
        } else if self.follows()
            && (self.double || !self.is_after_number() && !next.is_some_and(char::is_alphanumeric))
        {
            self.double = false;
            Mark::Closes
        } else {
            Mark::Straight
        }
    }

    fn single_mark(&self, next: Option<char>) -> Mark {
        let is_open = self.single.is_some();
        if self.is_beside_foreign(next) {
            Mark::Straight
        } else if self.starts(next) {
            // As in '90s.
            if next.is_some_and(char::is_numeric) { Mark::Apostrophe } else { Mark::Opens }
        } else if !self.follows() {
            Mark::Straight
        } else if next.is_some_and(is_letter) {
            Mark::Apostrophe
        } else if self.is_after_number() && !is_open {
            Mark::Straight
        } else {
            Mark::Closes
        }
    }

    /// Whether a letter beside a mark belongs to a script that has other marks.
    fn is_beside_foreign(&self, next: Option<char>) -> bool {
        let is_foreign = |character| is_letter(character) && !is_european(character);
        self.before.is_some_and(is_foreign) || next.is_some_and(is_foreign)
    }

    /// Whether a mark stands before something, and after nothing that it could close.
    fn starts(&self, next: Option<char>) -> bool {
        self.before.is_none_or(comes_before_opening) && next.is_some_and(|c| !c.is_whitespace())
    }

    fn follows(&self) -> bool {
        self.before.is_some_and(|before| !before.is_whitespace())
    }

    fn is_after_number(&self) -> bool {
        self.before.is_some_and(char::is_numeric)
    }

    /// A single mark closes: the one before it opened.
    fn open_single(&mut self, current: &mut String) {
        let Some((text, place)) = self.single.take() else { return };
        let text = match self.texts.get_mut(text) {
            Some((_, text)) => text,
            None => current,
        };
        let range = place..place + '’'.len_utf8();
        if text.get(range.clone()) == Some("’") {
            text.replace_range(range, "‘");
        }
    }

    /// Puts the texts of the block in their places.
    fn finish(&mut self, events: &mut [Placed<'_>]) {
        for (index, text) in std::mem::take(self).texts {
            if let Some((event, _)) = events.get_mut(index) {
                *event = Event::Text(CowStr::from(text));
            }
        }
    }
}

fn comes_before_opening(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '(' | '['
                | '{'
                | '<'
                | '-'
                | '–'
                | '—'
                | '/'
                | '='
                | '‘'
                | '“'
                | '„'
                | '«'
                | '¿'
                | '¡'
        )
}

#[cfg(test)]
mod tests {
    use crate::render;

    fn paragraph(markdown: &str) -> String {
        let html = render(markdown);
        html.trim().trim_start_matches("<p>").trim_end_matches("</p>").to_owned()
    }

    #[test]
    fn quotation_marks_open_and_close() {
        for (markdown, text) in [
            ("\"One,\" she said.", "“One,” she said."),
            ("She said: \"One.\"", "She said: “One.”"),
            ("(\"One\")—\"two\"", "(“One”)—“two”"),
            ("'One,' she said.", "‘One,’ she said."),
            ("\"She said 'one' and 'two'.\"", "“She said ‘one’ and ‘two’.”"),
            ("'\"One\" and two'", "‘“One” and two’"),
            ("\"One\ntwo\" three", "“One\ntwo” three"),
            ("\"A speech goes on", "“A speech goes on"),
            ("\"Да\", «нет», \"ναι\"", "“Да”, «нет», “ναι”"),
        ] {
            assert_eq!(paragraph(markdown), text, "{markdown}");
        }
        let html = render("**\"Strong\"** and *'slanted'* and \"`code`\"");
        assert_eq!(
            html.trim(),
            "<p><strong>“Strong”</strong> and <em>‘slanted’</em> and “<code>code</code>”</p>"
        );
    }

    #[test]
    fn an_apostrophe_is_one() {
        for (markdown, text) in [
            ("don't, l'eau, м'яч, the writers' room", "don’t, l’eau, м’яч, the writers’ room"),
            ("the '90s and 'twas", "the ’90s and ’twas"),
            ("the 1990's", "the 1990’s"),
            ("rock 'n' roll", "rock ‘n’ roll"),
        ] {
            assert_eq!(paragraph(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn what_is_no_quotation_mark_stays_straight() {
        for markdown in [
            "5' 3&quot;, a 27&quot; screen",
            "Hebrew: צה&quot;ל and &quot;שלום&quot; and ג'ורג'",
            "字&quot;字&quot;字",
            "\\'escaped\\' and \\&quot;escaped\\&quot;",
            "a &quot; b ' c",
        ] {
            let typed = markdown.replace("&quot;", "\"");
            let expected = markdown.replace('\\', "");
            assert_eq!(paragraph(&typed), expected, "{markdown}");
        }
        assert!(render("`don't`").contains("<code>don't</code>"));
        assert!(render("```\n\"a\"\n```").contains("&quot;a&quot;"));
        assert!(render("https://x.example/it's").contains("it's</a>"));
        assert_eq!(paragraph("wait -- what... ---"), "wait -- what... ---");
    }
}
