//! All that is kept of a post beside its Markdown.

use crate::{
    excerpt::excerpt_of, plain_text::words_of, reading_time::minutes_of, render::html_of,
    syntax::Source,
};

/// What is made from a post when it is written. The text is parsed once for all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// What [`excerpt()`](crate::excerpt()) makes.
    pub excerpt: String,
    /// What [`reading_minutes()`](crate::reading_minutes()) makes.
    pub reading_minutes: u32,
    /// What [`plain_text()`](crate::plain_text()) makes.
    pub words: String,
    /// What [`render()`](crate::render()) makes.
    pub html: String,
}

impl Derived {
    /// All of it, with an excerpt of at most `max_chars` characters.
    #[must_use]
    pub fn of(markdown: &str, max_chars: usize) -> Self {
        let source = Source::new(markdown);
        let parsed = source.parse();
        Self {
            excerpt: excerpt_of(&parsed, max_chars),
            reading_minutes: minutes_of(&parsed),
            words: words_of(&parsed),
            html: html_of(&source, parsed),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{excerpt, plain_text, reading_minutes, render};

    proptest! {
        #[test]
        fn it_is_what_is_made_one_by_one(text in "[-*_~`\\[\\]()!#|\"':&;a字「」1^. \n]{0,120}") {
            let made = Derived::of(&text, 60);
            prop_assert_eq!(&made.excerpt, &excerpt(&text, 60));
            prop_assert_eq!(made.reading_minutes, reading_minutes(&text));
            prop_assert_eq!(&made.words, &plain_text(&text));
            prop_assert_eq!(&made.html, &render(&text));
        }
    }
}
