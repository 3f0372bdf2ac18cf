//! Which Markdown a post is written in.

use std::borrow::Cow;

use pulldown_cmark::{Options, Parser};

use crate::cjk;

/// What the site's parser knows beside CommonMark.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS);

/// A text, ready to be parsed.
pub(crate) struct Source<'a>(Cow<'a, str>);

impl<'a> Source<'a> {
    pub(crate) fn new(markdown: &'a str) -> Self {
        Self(cjk::with_letters(markdown))
    }

    /// Its events. Their texts may hold letters that were put in: see [`cjk::without_letters`].
    pub(crate) fn parse(&self) -> Parser<'_> {
        Parser::new_ext(&self.0, OPTIONS)
    }
}
