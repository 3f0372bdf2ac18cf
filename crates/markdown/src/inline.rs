//! Text, links and pictures as HTML.

use std::{borrow::Cow, fmt::Write as _};

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::{
    address::{self, Origin, Target},
    autolink::{self, Kind},
    headings::PREFIX,
    render::{Close, Renderer},
    script::{Direction, direction},
};

/// The value of the attribute `sizes` of a picture in a post: as wide as the screen, or as the
/// column of text.
pub const PICTURE_SIZES: &str = "(min-width: 42rem) 40rem, 100vw";

/// What a link to another site says of itself: it is no recommendation of ours, and gets no hold of
/// our page.
const OUTSIDE: &str = "nofollow ugc noopener";

impl<'a> Renderer<'a> {
    /// Writes the texts from this event on. The parser gives a text in parts, and an address may go
    /// through several. Returns the event to go on with.
    pub(crate) fn texts(&mut self, index: usize, end: usize) -> usize {
        let events = self.document.events.get(index..end).unwrap_or_default();
        let mut parts = events.iter().map_while(|event| match event {
            Event::Text(text) => Some(&**text),
            _ => None,
        });
        let mut text = Cow::Borrowed(parts.next().unwrap_or_default());
        let mut count = 1;
        for part in parts {
            text.to_mut().push_str(part);
            count += 1;
        }
        if self.links > 0 {
            self.html.text(&text);
        } else {
            self.text_with_addresses(&text);
        }
        index + count
    }

    fn text_with_addresses(&mut self, text: &str) {
        let mut written = 0;
        while let Some((place, kind)) = autolink::find(text, written) {
            let (Some(before), Some(words)) =
                (text.get(written..place.start), text.get(place.clone()))
            else {
                break;
            };
            self.html.text(before);
            let target = match kind {
                Kind::Whole => Cow::Borrowed(words),
                Kind::Www => Cow::Owned(format!("http://{words}")),
                Kind::Mail => Cow::Owned(format!("mailto:{words}")),
            };
            match address::link(&target) {
                Some(target) => {
                    self.anchor(target, "", true);
                    self.html.text(words);
                    self.html.raw("</a>");
                }
                None => self.html.text(words),
            }
            written = place.end;
        }
        self.html.text(text.get(written..).unwrap_or_default());
    }

    /// The start of a link.
    fn anchor(&mut self, target: Target<'_>, title: &str, is_address: bool) {
        self.html.open("a");
        match target {
            Target::Fragment(fragment) => {
                let own = self.name_of_heading(fragment);
                let fragment = own
                    .map_or(Cow::Borrowed(fragment), |name| Cow::Owned(format!("#{PREFIX}{name}")));
                self.html.address("href", &fragment);
            }
            Target::Outside(address) | Target::Mail(address) | Target::Path(address) => {
                self.html.address("href", address);
            }
        }
        if !title.is_empty() {
            self.html.attribute("title", title);
        }
        // On paper an address stands behind each link, but not behind one that shows it.
        if is_address {
            self.html.attribute("class", "is-address");
        }
        if matches!(target, Target::Outside(_)) {
            self.html.attribute("rel", OUTSIDE);
        }
        self.html.close();
    }

    /// The heading that a fragment leads to, as on GitHub.
    fn name_of_heading(&self, fragment: &str) -> Option<&'a str> {
        let name = percent_decode_str(fragment.strip_prefix('#')?).decode_utf8().ok()?;
        self.names.get(&*name).or_else(|| self.names.get(name.to_lowercase().as_str())).copied()
    }

    /// Writes the start of a link. Returns the event to go on with.
    pub(crate) fn link(&mut self, index: usize, tag: &Tag<'_>) -> usize {
        let Tag::Link { link_type, dest_url: address, title, .. } = tag else { return index + 1 };
        let address = match link_type {
            LinkType::Email => Cow::Owned(format!("mailto:{address}")),
            _ => Cow::Borrowed(&**address),
        };
        self.links += 1;
        let Some(target) = address::link(&address) else {
            self.html.raw("<span>");
            self.opened(Close::Link("span"));
            return index + 1;
        };
        let words = self.document.words(index);
        let shown = ["https://", "http://", "mailto:"]
            .iter()
            .find_map(|scheme| address.strip_prefix(scheme))
            .unwrap_or(&address);
        let is_address = words.is_empty() || words == address || words == shown;
        self.anchor(target, title, is_address);
        self.opened(Close::Link("a"));
        if self.document.element(index).says_something {
            return index + 1;
        }
        // A link without words can be neither heard nor seen.
        self.html.text(&address);
        self.document.element(index).end
    }

    /// Writes a paragraph that is a figure: a picture alone, with a title, which is its caption. Tells
    /// whether it was one.
    pub(crate) fn figure(&mut self, paragraph: usize) -> bool {
        let end = self.document.element(paragraph).end;
        let Some((picture, origin, title)) = self.figure_of(paragraph) else { return false };
        self.html.raw("<figure>");
        self.write(paragraph + 1..picture);
        self.image(picture, origin, "", true);
        self.write(self.document.element(picture).end + 1..end);
        self.html.raw("<figcaption");
        if direction(title).is_some_and(|own| own != self.direction)
            || self.direction == Direction::RightToLeft
        {
            self.html.attribute("dir", direction(title).unwrap_or(self.direction).name());
        }
        self.html.close();
        self.html.text(title);
        self.html.raw("</figcaption></figure>\n");
        true
    }

    /// The picture of a paragraph that is a figure: the event at which it starts, where it is loaded
    /// from, and its title.
    pub(crate) fn figure_of(&self, paragraph: usize) -> Option<(usize, Origin<'a>, &'a str)> {
        let events = &self.document.events;
        let (mut start, mut end) = (paragraph + 1, self.document.element(paragraph).end);
        if let Some(Event::Start(Tag::Link { .. })) = events.get(start) {
            let link = self.document.element(start);
            if link.end + 1 != end || !link.says_something {
                return None;
            }
            (start, end) = (start + 1, link.end);
        }
        let Some(Event::Start(Tag::Image { dest_url, title, .. })) = events.get(start) else {
            return None;
        };
        let is_alone = self.document.element(start).end + 1 == end;
        let is_figure = is_alone && !title.trim().is_empty() && !address::is_badge(dest_url);
        Some((start, address::picture(dest_url).filter(|_| is_figure)?, title))
    }

    /// A picture within a text.
    pub(crate) fn picture(&mut self, index: usize, address: &str, title: &str) {
        if let Some(origin) = address::picture(address) {
            let is_apart = !address::is_badge(address) && self.is_apart(index);
            self.image(index, origin, title, is_apart);
            return;
        }
        self.html.raw("<span class=\"no-image\">");
        self.html.text(self.document.alternative(index));
        self.html.raw("</span>");
    }

    /// Whether a picture, or the link around it, has a line of a paragraph or cell to itself.
    fn is_apart(&self, index: usize) -> bool {
        let mut start = index;
        let mut end = self.document.element(index).end;
        let event = |place: Option<usize>| place.and_then(|place| self.document.events.get(place));
        if let (Some(Event::Start(Tag::Link { .. })), Some(Event::End(TagEnd::Link))) =
            (event(start.checked_sub(1)), event(Some(end + 1)))
        {
            start -= 1;
            end += 1;
        }
        let begins = match event(start.checked_sub(1)) {
            None | Some(Event::SoftBreak | Event::HardBreak) => true,
            Some(Event::Start(tag)) => {
                matches!(tag, Tag::Paragraph | Tag::TableCell | Tag::Item)
            }
            _ => false,
        };
        let ends = match event(Some(end + 1)) {
            None | Some(Event::SoftBreak | Event::HardBreak) => true,
            Some(Event::End(tag)) => {
                matches!(tag, TagEnd::Paragraph | TagEnd::TableCell | TagEnd::Item)
            }
            // The text of an item may be followed by a list in it.
            Some(Event::Start(tag)) => matches!(
                tag,
                Tag::List(_) | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Heading { .. }
            ),
            _ => false,
        };
        begins && ends
    }

    /// A picture. Markdown doesn't tell the size of those of other sites, so they have a frame until
    /// they are there.
    fn image(&mut self, index: usize, origin: Origin<'_>, title: &str, is_apart: bool) {
        if is_apart {
            self.html.raw(match origin {
                Origin::Own(_) => "<span class=\"picture\">",
                Origin::Outside(_) => "<span class=\"picture picture-coming\">",
            });
        }
        self.html.open("img");
        match origin {
            Origin::Own(picture) => {
                let mut files = String::new();
                for smaller in picture.smaller() {
                    // Writing to a string doesn't fail.
                    let _ = write!(files, "{smaller} {}w, ", smaller.width);
                }
                self.html.address("src", &picture.to_string());
                if !files.is_empty() {
                    let _ = write!(files, "{picture} {}w", picture.width);
                    self.html.attribute("srcset", &files);
                    self.html.attribute("sizes", PICTURE_SIZES);
                }
                self.html.number("width", picture.width);
                self.html.number("height", picture.height);
            }
            Origin::Outside(address) => {
                self.html.address("src", address);
                self.html.attribute("referrerpolicy", "no-referrer");
            }
        }
        self.html.attribute("alt", self.document.alternative(index));
        if !title.is_empty() {
            self.html.attribute("title", title);
        }
        self.html.raw(" loading=\"lazy\" decoding=\"async\">");
        if is_apart {
            self.html.raw("</span>");
        }
    }
}
