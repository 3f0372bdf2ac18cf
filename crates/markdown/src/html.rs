//! HTML that is written tag by tag.

use std::fmt::Write as _;

use pulldown_cmark_escape::escape_href;

/// HTML in the making. Names of elements and attributes are part of the program; what comes from a
/// text is escaped.
#[derive(Default)]
pub(crate) struct Html(String);

impl Html {
    /// A tag, without attributes, or several.
    pub(crate) fn raw(&mut self, html: &'static str) {
        self.0.push_str(html);
    }

    /// The start of a tag, to be followed by attributes and [`Self::close`].
    pub(crate) fn open(&mut self, element: &'static str) {
        self.0.push('<');
        self.0.push_str(element);
    }

    pub(crate) fn close(&mut self) {
        self.0.push('>');
    }

    pub(crate) fn end(&mut self, element: &'static str) {
        self.0.push_str("</");
        self.0.push_str(element);
        self.0.push('>');
    }

    /// An attribute, with its value.
    pub(crate) fn attribute(&mut self, name: &'static str, value: &str) {
        self.start_value(name);
        self.text(value);
        self.0.push('"');
    }

    /// An attribute with a value that the program makes, such as a number.
    pub(crate) fn number(&mut self, name: &'static str, value: impl Into<u64>) {
        self.start_value(name);
        // Writing to a string doesn't fail.
        let _ = write!(self.0, "{}\"", value.into());
    }

    /// An attribute with an address. Characters that an address can't have are percent-encoded.
    pub(crate) fn address(&mut self, name: &'static str, address: &str) {
        self.start_value(name);
        let _ = escape_href(&mut self.0, address);
        self.0.push('"');
    }

    /// The beginning of an attribute whose value is written in parts, up to the closing quote.
    pub(crate) fn start_value(&mut self, name: &'static str) {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
    }

    /// Text, or a part of an attribute's value.
    pub(crate) fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(index) = rest.find(is_special) {
            let (plain, special) = rest.split_at(index);
            self.0.push_str(plain);
            let mut characters = special.chars();
            match characters.next() {
                Some('<') => self.0.push_str("&lt;"),
                Some('>') => self.0.push_str("&gt;"),
                Some('&') => self.0.push_str("&amp;"),
                Some('"') => self.0.push_str("&quot;"),
                // Neither HTML nor XML may contain it.
                _ => {}
            }
            rest = characters.as_str();
        }
        self.0.push_str(rest);
    }

    pub(crate) fn into_string(self) -> String {
        self.0
    }
}

/// Whether a character can't be written as it is. Control characters and noncharacters can't be
/// written at all.
fn is_special(character: char) -> bool {
    matches!(character, '<' | '>' | '&' | '"') || is_forbidden(character)
}

pub(crate) fn is_forbidden(character: char) -> bool {
    let is_noncharacter =
        matches!(character, '\u{FDD0}'..='\u{FDEF}') || u32::from(character) & 0xFFFE == 0xFFFE;
    is_noncharacter || character.is_control() && !matches!(character, '\t' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_control_characters_are_dropped() {
        let mut html = Html::default();
        html.open("p");
        html.attribute("title", "\"><script>&amp;");
        html.address("href", "https://x.example/a b\"<ü>\n&");
        html.number("start", 7_u32);
        html.close();
        html.text("a\0\u{1}\u{7F}\u{85}\u{FDD0}\u{FFFF}\t\n<b>");
        html.end("p");
        assert_eq!(
            html.into_string(),
            "<p title=\"&quot;&gt;&lt;script&gt;&amp;amp;\" \
             href=\"https://x.example/a%20b%22%3C%C3%BC%3E%0A&amp;\" start=\"7\">a\t\n&lt;b&gt;</p>"
        );
    }
}
