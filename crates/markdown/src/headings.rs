//! The levels and names of a post's headings.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Event, Tag};

use crate::{character::is_in_slug, document::Document};

/// The prefix of all ids in a post, so that none is one of the page's own.
pub(crate) const PREFIX: &str = "user-content-";

const MOST_NAMES: usize = 1_000;

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    /// From 2 to 7.
    pub(crate) level: u8,
    /// Its name, by which links lead to it. No two have the same. After the first thousand, headings
    /// have none: a text of nothing else would become forty times as long.
    pub(crate) name: Option<String>,
}

/// The headings of a document, by the events at which they start.
///
/// They stand below the page's own heading, and no level is left out, whatever the writer chose:
/// people who read by headings would look for what is missing.
pub(crate) fn headings(document: &Document<'_>) -> HashMap<usize, Heading> {
    let mut names = Names::default();
    // The writer's levels that enclose the current place.
    let mut open: Vec<u8> = Vec::new();
    let mut found = HashMap::new();
    for start in &document.headings {
        let Some(Event::Start(Tag::Heading { level, .. })) = document.events.get(*start) else {
            continue;
        };
        let depth = *level as u8;
        while open.last().is_some_and(|last| *last >= depth) {
            open.pop();
        }
        open.push(depth);
        // There are six levels at most.
        let level = u8::try_from(open.len() + 1).unwrap_or(7);
        let is_named = found.len() < MOST_NAMES;
        let name = is_named.then(|| names.name(document.words(*start).trim()));
        found.insert(*start, Heading { level, name });
    }
    found
}

/// Names, each given once.
#[derive(Default)]
struct Names {
    /// How many headings asked for a name after the first.
    taken: HashMap<String, usize>,
}

impl Names {
    fn name(&mut self, text: &str) -> String {
        let slug = usable(slug(text));
        let mut name = slug.clone();
        // As GitHub does: the second of two is called -1.
        while self.taken.contains_key(&name) {
            let count = self.taken.entry(slug.clone()).or_default();
            *count += 1;
            name = format!("{slug}-{count}");
        }
        self.taken.insert(name.clone(), 0);
        name
    }
}

/// The names of these headings.
pub(crate) fn names(headings: &HashMap<usize, Heading>) -> HashSet<&str> {
    headings.values().filter_map(|heading| heading.name.as_deref()).collect()
}

/// A heading's text as part of an address, by GitHub's rule: letters, their marks and digits of
/// every script, what connects words, hyphens, and hyphens for spaces.
fn slug(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .filter(|character| is_in_slug(*character))
        .map(|character| if character == ' ' { '-' } else { character })
        .collect()
}

/// A heading of emoji alone has no slug, and one called "fn 1" has a footnote's.
fn usable(slug: String) -> String {
    if slug.trim_matches('-').is_empty() {
        return "section".to_owned();
    }
    let after = slug.strip_prefix("fn-").or_else(|| slug.strip_prefix("fnref-"));
    let is_notes = after.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if is_notes { format!("section-{slug}") } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Source;

    fn in_order(markdown: &str) -> Vec<(u8, String)> {
        let source = Source::new(markdown);
        let document = Document::read(&source, source.parse());
        let headings = headings(&document);
        document
            .headings
            .iter()
            .map(|start| (headings[start].level, headings[start].name.clone().unwrap_or_default()))
            .collect()
    }

    #[test]
    fn names_are_githubs() {
        for (text, expected) in [
            ("Second part", "second-part"),
            ("What’s new in 2.0?", "whats-new-in-20"),
            ("snake_case & kebab-case", "snake_case--kebab-case"),
            ("Über die Brücke", "über-die-brücke"),
            ("第二部分：开始", "第二部分开始"),
            ("दूसरा भाग", "दूसरा-भाग"),
            ("القسم الثاني", "القسم-الثاني"),
            ("🎉 Party", "-party"),
            ("½ ² Ⅻ ⓐ ٣", "--ⅻ-ⓐ-٣"),
            ("a\tb", "ab"),
            ("İ", "i\u{307}"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }

    #[test]
    fn no_two_headings_have_one_name() {
        let names: Vec<_> = in_order(
            "# Second part\n\n# Second part\n\n# Second-part 1\n\n# *Ça* `va`? ![x](https://x.example/a.png)\n\n\
             # 第二部分\n\n# 🎉\n\n# main\n\n# fn 1",
        )
        .into_iter()
        .map(|(_, name)| name)
        .collect();
        assert_eq!(
            names,
            [
                "second-part",
                "second-part-1",
                "second-part-1-1",
                "ça-va",
                "第二部分",
                "section",
                "main",
                "section-fn-1"
            ]
        );
    }

    #[test]
    fn no_level_is_left_out() {
        let levels: Vec<_> = in_order("# A\n\n### B\n\n###### C\n\n## D\n\n# E")
            .into_iter()
            .map(|(level, _)| level)
            .collect();
        assert_eq!(levels, [2, 3, 4, 3, 2]);
        let all: Vec<_> = in_order("# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F")
            .into_iter()
            .map(|(level, _)| level)
            .collect();
        assert_eq!(all, [2, 3, 4, 5, 6, 7]);
    }
}
