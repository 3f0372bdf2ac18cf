//! The Markdown dialect of posts.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use crate::{cjk, literal, quotes};

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
    pub(crate) fn parse(&self) -> Parsed<'_> {
        let mut events = Vec::new();
        let mut room = MISSING_CELLS;
        for (event, place) in Parser::new_ext(&self.0, OPTIONS).into_offset_iter() {
            let ends_row = matches!(event, Event::End(TagEnd::TableRow));
            events.push((event, place));
            if ends_row {
                drop_missing_cells(&mut events, &mut room);
            }
        }
        events
    }

    /// The events, with texts as readers see them.
    pub(crate) fn as_shown<'b>(&'b self, mut events: Parsed<'b>) -> Vec<Event<'b>> {
        quotes::curl(&mut events, &self.0);
        events.into_iter().map(|(event, _)| event_as_written(event)).collect()
    }
}

/// The events of a text, each with its place.
pub(crate) type Parsed<'a> = Vec<(Event<'a>, Range<usize>)>;

/// How many cells the parser may add to the rows of a text that are shorter than their table. A wide
/// table with many short rows would otherwise be a hundred times as long as its text.
const MISSING_CELLS: usize = 10_000;

/// Takes empty cells from the end of the row that ends the events, once there is no room for more.
fn drop_missing_cells(events: &mut Vec<(Event<'_>, Range<usize>)>, room: &mut usize) {
    let end = events.pop();
    let is_empty_cell = |pair: &[(Event<'_>, Range<usize>)]| {
        matches!(pair, [(Event::Start(Tag::TableCell), _), (Event::End(TagEnd::TableCell), _)])
    };
    let count = events.rchunks_exact(2).take_while(|pair| is_empty_cell(pair)).count();
    match room.checked_sub(count) {
        Some(rest) => *room = rest,
        None => events.truncate(events.len() - 2 * count),
    }
    events.extend(end);
}

/// A text of an event, without the characters that were inserted before parsing.
pub(crate) fn as_written(text: &str) -> Cow<'_, str> {
    match cjk::without_letters(text) {
        Cow::Borrowed(text) => literal::restore(text),
        Cow::Owned(text) => Cow::Owned(literal::restore(&text).into_owned()),
    }
}

fn event_as_written(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Text(text) => Event::Text(restored(text)),
        Event::Code(text) => Event::Code(restored(text)),
        Event::Html(text) => Event::Html(restored(text)),
        Event::InlineHtml(text) => Event::InlineHtml(restored(text)),
        Event::FootnoteReference(label) => Event::FootnoteReference(restored(label)),
        Event::Start(Tag::FootnoteDefinition(label)) => {
            Event::Start(Tag::FootnoteDefinition(restored(label)))
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(restored(info))))
        }
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => Event::Start(Tag::Link {
            link_type,
            dest_url: restored(dest_url),
            title: restored(title),
            id,
        }),
        Event::Start(Tag::Image { link_type, dest_url, title, id }) => Event::Start(Tag::Image {
            link_type,
            dest_url: restored(dest_url),
            title: restored(title),
            id,
        }),
        event => event,
    }
}

fn restored(text: CowStr<'_>) -> CowStr<'_> {
    match as_written(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(restored) => CowStr::from(restored),
    }
}
