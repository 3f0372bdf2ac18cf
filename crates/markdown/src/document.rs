//! A text's events, and what is known of each element once it has been read to its end.

use std::{collections::HashMap, ops::Range};

use pulldown_cmark::{Event, Tag, TagEnd};
use unicase::UniCase;

use crate::{
    script::{Direction, Scripts, direction},
    syntax::{Parsed, Source},
};

/// A text that was read.
pub(crate) struct Document<'a> {
    pub(crate) events: Vec<Event<'a>>,
    /// What is known of the element that starts at each event.
    elements: Vec<Element>,
    /// The words of everything, in order, without those of pictures.
    words: String,
    /// The alternative texts of all pictures, in order.
    alternatives: String,
    /// The events at which headings start.
    pub(crate) headings: Vec<usize>,
    /// The events at which footnotes are defined, by their labels.
    notes: HashMap<UniCase<String>, usize>,
    /// The direction of the first letter.
    pub(crate) direction: Direction,
}

/// What is known of an element.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    /// The event with which it ends.
    pub(crate) end: usize,
    /// The direction of its first letter that isn't in code.
    pub(crate) direction: Option<Direction>,
    pub(crate) scripts: Scripts,
    /// Whether it has words, or a picture with some.
    pub(crate) says_something: bool,
    /// Whether it is a task, or a list with tasks.
    pub(crate) has_tasks: bool,
    /// Its words.
    words: Range<usize>,
    /// The alternative texts of its pictures.
    alternatives: Range<usize>,
}

impl Element {
    const NONE: Self = Self {
        end: 0,
        direction: None,
        scripts: Scripts::NONE,
        says_something: false,
        has_tasks: false,
        words: 0..0,
        alternatives: 0..0,
    };
}

impl<'a> Document<'a> {
    pub(crate) fn read(source: &'a Source<'_>, parsed: Parsed<'a>) -> Self {
        let mut reader = Reader::new(source.as_shown(parsed));
        for index in 0..reader.document.events.len() {
            reader.read(index);
        }
        reader.finish()
    }

    /// What is known of the element that starts at this event.
    pub(crate) fn element(&self, start: usize) -> &Element {
        self.elements.get(start).unwrap_or(&Element::NONE)
    }

    /// The words of an element.
    pub(crate) fn words(&self, start: usize) -> &str {
        self.words.get(self.element(start).words.clone()).unwrap_or_default()
    }

    /// The alternative text of a picture.
    pub(crate) fn alternative(&self, start: usize) -> &str {
        self.alternatives.get(self.element(start).alternatives.clone()).unwrap_or_default()
    }

    /// The event at which the footnote with this label is defined.
    pub(crate) fn note(&self, label: &str) -> Option<usize> {
        self.notes.get(&UniCase::new(label.to_owned())).copied()
    }
}

/// Reads the events one by one.
struct Reader<'a> {
    document: Document<'a>,
    /// The elements around the current place, with the events at which they start.
    open: Vec<(usize, Element)>,
    /// How many pictures are around the current place.
    pictures: usize,
}

impl<'a> Reader<'a> {
    fn new(events: Vec<Event<'a>>) -> Self {
        let elements = vec![Element::NONE; events.len()];
        let document = Document {
            events,
            elements,
            words: String::new(),
            alternatives: String::new(),
            headings: Vec::new(),
            notes: HashMap::new(),
            direction: Direction::LeftToRight,
        };
        // The whole is an element too.
        Self { document, open: vec![(usize::MAX, Element::NONE)], pictures: 0 }
    }

    fn read(&mut self, index: usize) {
        let Some(event) = self.document.events.get(index) else { return };
        match event {
            Event::Start(tag) => {
                match tag {
                    Tag::Heading { .. } => self.document.headings.push(index),
                    Tag::Image { .. } => self.pictures += 1,
                    Tag::FootnoteDefinition(label) => {
                        let label = UniCase::new(label.to_string());
                        // Of several with one label the first counts.
                        self.document.notes.entry(label).or_insert(index);
                    }
                    _ => {}
                }
                let words = self.document.words.len();
                let alternatives = self.document.alternatives.len();
                let element = Element {
                    words: words..words,
                    alternatives: alternatives..alternatives,
                    ..Element::NONE
                };
                self.open.push((index, element));
            }
            Event::End(tag) => {
                let tag = *tag;
                self.close(index, tag);
            }
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                let direction = direction_unless(self.open.last(), text);
                let text = text.clone();
                self.say(&text, direction);
            }
            Event::Code(text) => {
                let text = text.clone();
                self.say(&text, None);
            }
            Event::SoftBreak => self.space('\n'),
            Event::HardBreak => self.space(' '),
            Event::TaskListMarker(_) => self.mark_task(),
            _ => {}
        }
    }

    /// A text within the elements that are open.
    fn say(&mut self, text: &str, direction: Option<Direction>) {
        let Some((_, element)) = self.open.last_mut() else { return };
        element.says_something |= !text.trim().is_empty();
        if self.pictures > 0 {
            self.document.alternatives.push_str(text);
            return;
        }
        element.direction = element.direction.or(direction);
        element.scripts = element.scripts.and(Scripts::of(text));
        self.document.words.push_str(text);
    }

    fn space(&mut self, character: char) {
        if self.pictures > 0 {
            self.document.alternatives.push(' ');
        } else {
            self.document.words.push(character);
        }
    }

    /// The item around the current place is a task.
    fn mark_task(&mut self) {
        let is = |start: &usize, expected: fn(&Tag<'_>) -> bool| matches!(self.document.events.get(*start), Some(Event::Start(tag)) if expected(tag));
        let item =
            self.open.iter().rposition(|(start, _)| is(start, |tag| matches!(tag, Tag::Item)));
        let list = item.and_then(|item| item.checked_sub(1));
        for index in [item, list].into_iter().flatten() {
            if let Some((_, element)) = self.open.get_mut(index) {
                element.has_tasks = true;
            }
        }
    }

    fn close(&mut self, end: usize, tag: TagEnd) {
        if tag == TagEnd::Image {
            self.pictures = self.pictures.saturating_sub(1);
        }
        let Some((start, mut element)) = self.open.pop() else { return };
        element.end = end;
        element.words.end = self.document.words.len();
        element.alternatives.end = self.document.alternatives.len();
        // Notes are shown elsewhere.
        if tag != TagEnd::FootnoteDefinition
            && let Some((_, outer)) = self.open.last_mut()
        {
            outer.direction = outer.direction.or(element.direction);
            outer.scripts = outer.scripts.and(element.scripts);
            outer.says_something |= element.says_something;
        }
        if let Some(place) = self.document.elements.get_mut(start) {
            *place = element;
        }
    }

    fn finish(mut self) -> Document<'a> {
        if let Some((_, whole)) = self.open.first() {
            self.document.direction = whole.direction.unwrap_or(Direction::LeftToRight);
        }
        self.document
    }
}

/// The direction of a text, if its element needs to know.
fn direction_unless(element: Option<&(usize, Element)>, text: &str) -> Option<Direction> {
    let is_known = element.is_some_and(|(_, element)| element.direction.is_some());
    if is_known { None } else { direction(text) }
}
