//! Headings, code, lists and tables as HTML.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag};

use crate::{
    headings::PREFIX,
    render::{Close, Open, Renderer},
};

impl Renderer<'_> {
    pub(crate) fn element(&mut self, element: &'static str) {
        self.html.open(element);
        self.html.close();
        self.opened(Close::Inline(element));
    }

    /// Few scripts have italics. Chinese, Japanese and Korean have dots for it, and the rest is set a
    /// little heavier.
    pub(crate) fn emphasis(&mut self, index: usize) {
        let scripts = self.document.element(index).scripts;
        self.html.open("em");
        if !scripts.european {
            let class = if scripts.east_asian { "emphasis-dots" } else { "emphasis-weight" };
            self.html.attribute("class", class);
        }
        self.html.close();
        self.opened(Close::Inline("em"));
    }

    /// A heading, and beside it the link that leads to it.
    pub(crate) fn heading(&mut self, index: usize) {
        let heading = self.headings.get(&index);
        let level = heading.map_or(2, |heading| heading.level);
        // HTML has six, and the page's own is one of them.
        let element = match level {
            ..=2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            _ => "h6",
        };
        self.html.open("div");
        self.html.attribute("class", "section-head");
        self.turn(index, Close::Heading { element, start: index });
        self.html.close();
        self.html.open(element);
        if let Some(heading) = heading {
            self.html.start_value("id");
            self.html.raw(PREFIX);
            self.html.text(&heading.name);
            self.html.raw("\"");
        }
        let is_roomy = !self.document.element(index).scripts.european;
        match (is_roomy, level > 6) {
            (true, true) => self.html.attribute("class", "roomy h7"),
            (true, false) => self.html.attribute("class", "roomy"),
            (false, true) => self.html.attribute("class", "h7"),
            (false, false) => {}
        }
        if level > 6 {
            self.html.number("aria-level", level);
        }
        self.html.close();
    }

    pub(crate) fn section_link(&mut self, start: usize) {
        let Some(heading) = self.headings.get(&start) else { return };
        self.html.raw("<a class=\"section-link\"");
        self.html.address("href", &format!("#{PREFIX}{}", heading.name));
        self.html.start_value("aria-label");
        self.html.raw("Link to this section: ");
        self.html.text(self.document.words(start).trim());
        self.html.raw("\"></a>");
    }

    /// A block of code. Its frame is where a script puts the button that copies it.
    pub(crate) fn code(&mut self, events: Range<usize>, kind: &CodeBlockKind<'_>) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => &**info,
            CodeBlockKind::Indented => "",
        };
        let language = info.split_whitespace().next().map(name_of_language);
        self.html.raw("<div class=\"code-frame\"><pre dir=\"ltr\" tabindex=\"0\" role=\"group\" aria-label=\"Code\"");
        if let Some(language) = language {
            self.html.attribute("data-language", language);
        }
        self.html.raw("><code");
        if let Some(language) = language {
            self.html.start_value("class");
            self.html.raw("language-");
            self.html.text(language);
            self.html.raw("\"");
        }
        self.html.close();
        for event in self.document.events.get(events).unwrap_or_default() {
            if let Event::Text(text) = event {
                self.html.text(text);
            }
        }
        self.html.raw("</code></pre></div>\n");
    }

    pub(crate) fn list(&mut self, index: usize, start: Option<u64>) {
        let element = if start.is_some() { "ol" } else { "ul" };
        self.html.open(element);
        if let Some(start) = start.filter(|start| *start != 1) {
            self.html.number("start", start);
        }
        if self.document.element(index).has_tasks {
            self.html.attribute("class", "contains-task-list");
        }
        self.turn(index, Close::Block(element));
        self.html.raw(">\n");
    }

    pub(crate) fn item(&mut self, index: usize) {
        self.html.open("li");
        if self.document.element(index).has_tasks {
            self.html.attribute("class", "task-list-item");
        }
        self.turn(index, Close::Block("li"));
        self.html.close();
    }

    /// A picture of a box, that nobody can tick.
    pub(crate) fn task(&mut self, is_done: bool) {
        self.html.raw(if is_done {
            "<input type=\"checkbox\" checked=\"\" disabled=\"\" aria-label=\"Done\"> "
        } else {
            "<input type=\"checkbox\" disabled=\"\" aria-label=\"To do\"> "
        });
    }

    /// A table, in a frame where it scrolls, or a part of one.
    pub(crate) fn table(&mut self, index: usize, tag: &Tag<'_>) {
        match tag {
            Tag::Table(alignments) => {
                self.html.open("div");
                self.html.attribute("class", "table-frame");
                self.turn(index, Close::Table { alignments: alignments.clone(), has_body: false });
                self.html.raw("><div class=\"table-scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\"><table>\n");
            }
            Tag::TableHead => {
                self.html.raw("<thead><tr>");
                self.opened(Close::Row { is_head: true, column: 0 });
            }
            Tag::TableRow => {
                if let Some(Open { close: Close::Table { has_body, .. }, .. }) =
                    self.open.last_mut()
                    && !std::mem::replace(has_body, true)
                {
                    self.html.raw("<tbody>\n");
                }
                self.html.raw("<tr>");
                self.opened(Close::Row { is_head: false, column: 0 });
            }
            _ => self.cell(index),
        }
    }

    fn cell(&mut self, index: usize) {
        let [.., table, row] = self.open.as_mut_slice() else { return };
        let Close::Row { is_head, column } = &mut row.close else { return };
        let Close::Table { alignments, .. } = &table.close else { return };
        let element = if *is_head { "th" } else { "td" };
        let alignment = alignments.get(*column).copied();
        *column += 1;
        self.html.open(element);
        match alignment {
            Some(Alignment::Left) => self.html.attribute("class", "align-left"),
            Some(Alignment::Center) => self.html.attribute("class", "align-center"),
            Some(Alignment::Right) => self.html.attribute("class", "align-right"),
            Some(Alignment::None) | None => {}
        }
        self.turn(index, Close::Inline(element));
        self.html.close();
    }
}

/// A language without what some tools write behind it, as in `rust,no_run` and `js{1,3}`.
fn name_of_language(word: &str) -> &str {
    let end = word.find([',', '{']).filter(|end| *end > 0);
    end.and_then(|end| word.get(..end)).unwrap_or(word)
}
