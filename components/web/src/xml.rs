//! XML, as feeds and sitemaps need it.

use connectly_service::{Error, Result};
use quick_xml::{
    Writer,
    escape::escape,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

/// A document in the making. Text loses what XML can't have, such as control characters.
pub struct Xml(Writer<Vec<u8>>);

/// An element's attributes.
pub type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// The beginning of a document.
    pub fn new() -> Result<Self> {
        let mut xml = Self(Writer::new(Vec::new()));
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
        Ok(xml)
    }

    /// An element with others in it.
    pub fn element(
        &mut self,
        name: &str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        self.write(Event::Start(start(name, attributes)))?;
        content(self)?;
        self.write(Event::End(BytesEnd::new(name)))
    }

    /// An element with text.
    pub fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) -> Result<()> {
        let text = cleaned(text);
        self.element(name, attributes, |xml| {
            xml.write(Event::Text(BytesText::from_escaped(escape(&text))))
        })
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) -> Result<()> {
        self.write(Event::Empty(start(name, attributes)))
    }

    /// The document.
    pub fn finish(self) -> Result<String> {
        String::from_utf8(self.0.into_inner()).map_err(|error| Error::internal(error.to_string()))
    }

    fn write(&mut self, event: Event<'_>) -> Result<()> {
        self.0.write_event(event).map_err(|error| Error::internal(format!("XML: {error}")))
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, cleaned(value).as_str()));
    }
    start
}

/// Without the characters that XML 1.0 can't have, and those that it discourages (section 2.2).
fn cleaned(text: &str) -> String {
    let is_good = |character: &char| {
        (!character.is_control() || matches!(character, '\t' | '\n'))
            && !matches!(character, '\u{FDD0}'..='\u{FDEF}')
            && u32::from(*character) & 0xFFFE != 0xFFFE
    };
    text.chars().filter(is_good).collect()
}
