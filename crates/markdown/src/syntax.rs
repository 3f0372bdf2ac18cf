//! The Markdown dialect of posts.

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser};

use crate::{cjk, literal};

/// The extensions of the site's parser.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS);

/// A text, ready to be parsed.
pub(crate) struct Source<'a>(Cow<'a, str>);

impl<'a> Source<'a> {
    pub(crate) fn new(markdown: &'a str) -> Self {
        // A byte order mark before the text is not part of it.
        let markdown = markdown.strip_prefix('\u{FEFF}').unwrap_or(markdown);
        Self(match literal::protect(markdown) {
            Cow::Borrowed(text) => cjk::with_letters(text),
            Cow::Owned(text) => Cow::Owned(cjk::with_letters(&text).into_owned()),
        })
    }

    /// Its events. Their texts may contain inserted characters: see [`as_written`].
    pub(crate) fn parse(&self) -> Parser<'_> {
        Parser::new_ext(&self.0, OPTIONS)
    }
}

/// A text of an event, without the characters that were inserted before parsing.
pub(crate) fn as_written(text: &str) -> Cow<'_, str> {
    match cjk::without_letters(text) {
        Cow::Borrowed(text) => literal::restore(text),
        Cow::Owned(text) => Cow::Owned(literal::restore(&text).into_owned()),
    }
}
