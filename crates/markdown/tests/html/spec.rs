//! The examples of a specification, and the comparison with them. It leaves out what the site adds:
//! directions, ids, frames, and the levels of headings.

use connectly_markdown::render;

/// The attributes that are compared.
const KEPT: [&str; 7] = ["align", "alt", "checked", "href", "src", "start", "title"];

/// A text, and its HTML.
pub(crate) struct Example {
    pub(crate) markdown: String,
    html: String,
}

/// The examples of a specification.
pub(crate) fn examples(specification: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let start = format!("{fence} example");
    let mut rest = specification;
    let mut examples = Vec::new();
    while let Some((_, after)) = rest.split_once(&start) {
        // The name of an extension may stand behind it.
        let (_, after) = after.split_once('\n').expect("an example");
        let (example, after) = after.split_once(&format!("\n{fence}\n")).expect("it is closed");
        let (markdown, html) = example.split_once("\n.\n").unwrap_or_else(|| {
            let markdown = example.strip_suffix("\n.").or_else(|| example.strip_prefix(".\n"));
            (markdown.unwrap_or_default(), "")
        });
        examples.push(Example {
            markdown: format!("{}\n", markdown.replace('→', "\t")),
            html: html.replace('→', "\t"),
        });
        rest = after;
    }
    examples
}

/// HTML without what the site adds, and without differences that no browser shows.
fn normal(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let Some((tag, after)) = after.split_once('>') else { break };
        rest = after;
        if tag.starts_with("a class=\"section-link\"") {
            rest = rest.strip_prefix("</a>").unwrap_or(rest);
            continue;
        }
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if ["div", "span"].contains(&name) {
            continue;
        }
        let is_heading = name.len() == 2 && name.starts_with('h') && name != "hr";
        text.push('<');
        if tag.starts_with('/') {
            text.push('/');
        }
        text.push_str(if is_heading { "heading" } else { name });
        let mut attributes = tag.split_once(' ').map_or("", |(_, attributes)| attributes);
        let mut kept = Vec::new();
        while let Some((attribute, after)) = attributes.split_once("=\"") {
            let Some((value, after)) = after.split_once('"') else { break };
            // A column's side is an attribute there, and a class here.
            let (attribute, value) = match value.strip_prefix("align-") {
                Some(side) => ("align", side),
                None => (attribute.trim(), value),
            };
            let is_kept =
                KEPT.contains(&attribute) || attribute == "class" && value.starts_with("language-");
            if is_kept {
                kept.push(format!(" {attribute}=\"{value}\""));
            }
            attributes = after;
        }
        kept.sort();
        text.push_str(&kept.concat());
        text.push('>');
    }
    text.push_str(rest);
    let text = text.replace(['“', '”'], "&quot;").replace(['’', '‘'], "'");
    let text = text.replace("&quot;", "\"").replace("&#x27;", "'").replace("&#39;", "'");
    // White space beside the tags of blocks, which no browser shows.
    let mut trimmed = text.replace("\n<", "<").replace(">\n", ">");
    while trimmed.contains("\n<") || trimmed.contains(">\n") {
        trimmed = trimmed.replace("\n<", "<").replace(">\n", ">");
    }
    trimmed.trim().to_owned()
}

/// Compares the HTML of all examples. Those that are listed, by reason, must differ, and no others may.
pub(crate) fn differences(examples: &[Example], listed: &[(&str, &[usize])]) {
    let mut different = Vec::new();
    for (index, Example { markdown, html }) in examples.iter().enumerate() {
        let (found, expected) = (normal(&render(markdown)), normal(html));
        if found != expected {
            different.push(index + 1);
            println!("{}: {markdown:?}\n  spec: {expected:?}\n  ours: {found:?}", index + 1);
        }
    }
    let mut listed: Vec<usize> =
        listed.iter().flat_map(|(_, numbers)| numbers.iter().copied()).collect();
    listed.sort_unstable();
    assert_eq!(different, listed);
}
