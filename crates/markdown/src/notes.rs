//! Footnotes as HTML.

use std::{collections::HashMap, ops::Range};

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::{
    document::Document,
    headings::PREFIX,
    render::{Close, Renderer},
};

/// The notes that a text refers to.
pub(crate) struct Citations {
    notes: Vec<Note>,
    /// The place of each among them, by the event at which it is defined.
    places: HashMap<usize, usize>,
}

/// A note that is referred to.
struct Note {
    /// The event at which it is defined.
    start: usize,
    /// How often it is referred to.
    times: u32,
    /// How many of these references were written.
    written: u32,
}

impl Citations {
    /// The notes in the order in which they are referred to first. A note may refer to others, which
    /// come after it.
    pub(crate) fn of(document: &Document<'_>) -> Self {
        let mut citations = Self { notes: Vec::new(), places: HashMap::new() };
        citations.count(document, 0..document.events.len());
        let mut place = 0;
        while let Some(Note { start, .. }) = citations.notes.get(place) {
            let (start, end) = (*start, document.element(*start).end);
            citations.count(document, start + 1..end);
            place += 1;
        }
        citations
    }

    /// Counts the references that are shown in these events.
    fn count(&mut self, document: &Document<'_>, events: Range<usize>) {
        let mut index = events.start;
        while index < events.end {
            match document.events.get(index) {
                Some(Event::Start(Tag::FootnoteDefinition(_) | Tag::Image { .. })) => {
                    index = document.element(index).end;
                }
                Some(Event::FootnoteReference(label)) => {
                    if let Some(start) = document.note(label) {
                        self.add(start);
                    }
                }
                _ => {}
            }
            index += 1;
        }
    }

    fn add(&mut self, start: usize) {
        let place = *self.places.entry(start).or_insert(self.notes.len());
        match self.notes.get_mut(place) {
            Some(note) => note.times += 1,
            None => self.notes.push(Note { start, times: 1, written: 0 }),
        }
    }

    /// The number of a note, and how often it was referred to when this reference is written.
    fn cite(&mut self, start: usize) -> Option<(usize, u32)> {
        let place = *self.places.get(&start)?;
        let note = self.notes.get_mut(place)?;
        note.written += 1;
        Some((place + 1, note.written))
    }
}

impl Renderer<'_> {
    /// The number of a note, as a link to it.
    pub(crate) fn reference(&mut self, label: &str) {
        let note = self.document.note(label).and_then(|note| self.cited.cite(note));
        let Some((number, time)) = note else {
            self.html.raw("[^");
            self.html.text(label);
            self.html.raw("]");
            return;
        };
        if self.links > 0 {
            // A link can't be within another.
            self.html.raw("<sup");
            self.html.attribute("id", &reference_id(number, time));
            self.html.close();
            self.html.text(&number.to_string());
            self.html.raw("</sup>");
            return;
        }
        self.html.raw("<sup><a");
        self.html.attribute("href", &format!("#{PREFIX}fn-{number}"));
        self.html.attribute("id", &reference_id(number, time));
        self.html.raw(" aria-describedby=\"footnote-label\">");
        self.html.text(&number.to_string());
        self.html.raw("</a></sup>");
    }

    /// The notes that the text refers to.
    pub(crate) fn write_notes(&mut self) {
        if self.cited.notes.is_empty() {
            return;
        }
        self.html.raw(
            "<section class=\"footnotes\">\n\
             <h2 class=\"sr-only\" id=\"footnote-label\">Footnotes</h2>\n<ol>\n",
        );
        for place in 0..self.cited.notes.len() {
            if let Some(Note { start, .. }) = self.cited.notes.get(place) {
                self.write_note(*start, place + 1);
            }
        }
        self.html.raw("</ol>\n</section>\n");
    }

    fn write_note(&mut self, note: usize, number: usize) {
        let end = self.document.element(note).end;
        self.html.open("li");
        self.html.attribute("id", &format!("{PREFIX}fn-{number}"));
        self.turn(note, Close::Block("li"));
        self.html.close();
        // The links back are at the end of the last line, if that is text.
        let last = end.checked_sub(1).and_then(|last| self.document.events.get(last));
        let is_text = matches!(last, Some(Event::End(TagEnd::Paragraph)));
        if is_text && !self.ends_in_figure(end) {
            self.write(note + 1..end - 1);
            self.ways_back(number);
            self.write(end - 1..end);
        } else {
            self.write(note + 1..end);
            self.html.raw("<p class=\"footnote-back\">");
            self.ways_back(number);
            self.html.raw("</p>\n");
        }
        self.write(end..end + 1);
    }

    /// Whether the paragraph that ends before this event is a figure.
    fn ends_in_figure(&self, end: usize) -> bool {
        let events = self.document.events.get(..end).unwrap_or_default();
        let is_start = |event: &Event<'_>| matches!(event, Event::Start(Tag::Paragraph));
        let start = events.iter().rposition(is_start);
        start.is_some_and(|start| self.figure_of(start).is_some())
    }

    fn ways_back(&mut self, number: usize) {
        let times = self.cited.notes.get(number - 1).map_or(0, |note| note.times);
        for time in 1..=times {
            self.html.raw(" <a class=\"footnote-return\"");
            self.html.attribute("href", &format!("#{}", reference_id(number, time)));
            let again = if time == 1 { String::new() } else { format!("-{time}") };
            self.html.attribute("aria-label", &format!("Back to reference {number}{again}"));
            self.html.raw(">↩");
            if time > 1 {
                self.html.raw("<sup>");
                self.html.text(&time.to_string());
                self.html.raw("</sup>");
            }
            self.html.raw("</a>");
        }
    }
}

fn reference_id(number: usize, time: u32) -> String {
    if time == 1 {
        format!("{PREFIX}fnref-{number}")
    } else {
        format!("{PREFIX}fnref-{number}-{time}")
    }
}
