//! A post as HTML.

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use pulldown_cmark::{Alignment, Event, Tag};

use crate::{
    document::Document,
    headings::{self, Heading, headings},
    html::Html,
    notes::Citations,
    script::Direction,
    syntax::{Parsed, Source},
};

/// How many elements may enclose another. What is nested more deeply is shown without its form:
/// browsers give up at 512.
const DEEPEST: usize = 100;

/// A post as HTML, to be shown in an element with `dir="ltr"`.
///
/// Every tag and attribute is written by this crate. HTML in the text is shown as the text that it
/// is, and links and pictures lead only where it is safe. The work and the length of the result are
/// proportional to the text's, whatever it is.
#[must_use]
pub fn render(markdown: &str) -> String {
    let source = Source::new(markdown);
    html_of(&source, source.parse())
}

/// The same of a text that was parsed.
pub(crate) fn html_of<'a>(source: &'a Source<'_>, parsed: Parsed<'a>) -> String {
    let document = Document::read(source, parsed);
    let headings = headings(&document);
    let names = headings::names(&headings);
    let mut renderer = Renderer {
        direction: document.direction,
        document: &document,
        headings: &headings,
        names,
        html: Html::default(),
        open: Vec::new(),
        cited: Citations::of(&document),
        links: 0,
    };
    renderer.write(0..document.events.len());
    renderer.write_notes();
    renderer.html.into_string()
}

/// Writes a document.
pub(crate) struct Renderer<'a> {
    pub(crate) document: &'a Document<'a>,
    pub(crate) headings: &'a HashMap<usize, Heading>,
    pub(crate) names: HashSet<&'a str>,
    pub(crate) html: Html,
    /// What has to be written at the end of each element around the current place.
    pub(crate) open: Vec<Open>,
    /// The direction of what is around the current place.
    pub(crate) direction: Direction,
    pub(crate) cited: Citations,
    /// How many links are around the current place.
    pub(crate) links: usize,
}

/// An element that was opened.
pub(crate) struct Open {
    pub(crate) close: Close,
    /// The direction around it.
    direction: Direction,
}

/// How an element ends.
pub(crate) enum Close {
    /// It was left out.
    Nothing,
    /// It is a block that was left out.
    Space,
    Block(&'static str),
    Inline(&'static str),
    Link(&'static str),
    Heading {
        element: &'static str,
        start: usize,
    },
    Table {
        alignments: Vec<Alignment>,
        has_body: bool,
    },
    Row {
        is_head: bool,
        column: usize,
    },
}

impl<'a> Renderer<'a> {
    /// Writes what these events say.
    pub(crate) fn write(&mut self, events: Range<usize>) {
        let mut index = events.start;
        while index < events.end {
            let Some(event) = self.document.events.get(index) else { break };
            let mut next = index + 1;
            match event {
                Event::Start(tag) => next = self.start(index, tag),
                Event::End(_) => self.end(),
                Event::Text(_) => next = self.texts(index, events.end),
                Event::Code(text) => {
                    self.html.raw("<code>");
                    self.html.text(text);
                    self.html.raw("</code>");
                }
                // It is shown as the text that it is.
                Event::Html(text) | Event::InlineHtml(text) => self.html.text(text),
                Event::FootnoteReference(label) => self.reference(label),
                Event::SoftBreak => self.html.raw("\n"),
                Event::HardBreak => self.html.raw("<br>\n"),
                Event::Rule => self.html.raw("<hr>\n"),
                Event::TaskListMarker(is_done) => self.task(*is_done),
                Event::InlineMath(_) | Event::DisplayMath(_) => {}
            }
            index = next;
        }
    }

    /// Writes the start of an element, or all of it. Returns the event to go on with.
    fn start(&mut self, index: usize, tag: &'a Tag<'a>) -> usize {
        let end = self.document.element(index).end;
        match tag {
            Tag::CodeBlock(kind) => {
                self.code(index..end, kind);
                return end + 1;
            }
            Tag::FootnoteDefinition(_) => return end + 1,
            Tag::Image { dest_url, title, .. } => {
                self.picture(index, dest_url, title);
                return end + 1;
            }
            Tag::Paragraph if self.figure(index) => return end + 1,
            Tag::Paragraph | Tag::HtmlBlock => {
                self.html.open("p");
                self.turn(index, Close::Block("p"));
                self.html.close();
            }
            Tag::Heading { .. } => self.heading(index),
            _ if self.is_left_out(tag) => {
                let is_inline = matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough);
                let close = if is_inline { Close::Nothing } else { Close::Space };
                self.open.push(Open { close, direction: self.direction });
            }
            Tag::BlockQuote(_) => {
                self.html.open("blockquote");
                self.turn(index, Close::Block("blockquote"));
                self.html.raw(">\n");
            }
            Tag::List(start) => self.list(index, *start),
            Tag::Item => self.item(index),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => {
                self.table(index, tag);
            }
            Tag::Emphasis => self.emphasis(index),
            Tag::Strong => self.element("strong"),
            Tag::Strikethrough => self.element("del"),
            Tag::Link { .. } => return self.link(index, tag),
            // Extensions that are not in use.
            _ => self.open.push(Open { close: Close::Nothing, direction: self.direction }),
        }
        index + 1
    }

    /// Whether an element is nested too deeply, or belongs to one that was left out.
    fn is_left_out(&self, tag: &Tag<'_>) -> bool {
        let is_part = matches!(tag, Tag::Item | Tag::TableHead | Tag::TableRow | Tag::TableCell);
        if is_part {
            return self.open.last().is_none_or(|outer| matches!(outer.close, Close::Space));
        }
        self.open.len() >= DEEPEST
    }

    /// Writes the end of an element.
    fn end(&mut self) {
        let Some(Open { close, direction }) = self.open.pop() else { return };
        self.direction = direction;
        match close {
            Close::Nothing => {}
            Close::Space => self.html.raw("\n"),
            Close::Block(element) => {
                self.html.end(element);
                self.html.raw("\n");
            }
            Close::Inline(element) => self.html.end(element),
            Close::Link(element) => {
                self.links -= 1;
                self.html.end(element);
            }
            Close::Heading { element, start } => {
                self.html.end(element);
                self.section_link(start);
                self.html.raw("</div>\n");
            }
            Close::Table { has_body, .. } => {
                self.html.raw(if has_body {
                    "</tbody></table></div></div>\n"
                } else {
                    "</table></div></div>\n"
                });
            }
            Close::Row { is_head, .. } => {
                self.html.raw(if is_head { "</tr></thead>\n" } else { "</tr>\n" });
            }
        }
    }

    /// Remembers how an element ends.
    pub(crate) fn opened(&mut self, close: Close) {
        self.open.push(Open { close, direction: self.direction });
    }

    /// Writes an element's direction, if it has to be said, which is then in force within it. Each
    /// block runs by its first letter. One without letters runs as what is around it.
    pub(crate) fn turn(&mut self, start: usize, close: Close) {
        self.opened(close);
        let around = self.direction;
        self.direction = self.document.element(start).direction.unwrap_or(around);
        // What is as usual goes without saying.
        if self.direction == Direction::RightToLeft || self.direction != around {
            self.html.attribute("dir", self.direction.name());
        }
    }
}
