//! The examples of the CommonMark specification, from `spec/commonmark-0.31.2.txt` (John MacFarlane,
//! CC BY-SA 4.0, <https://spec.commonmark.org>).
//!
//! The comparison leaves out what the site adds: directions, ids, frames, and the levels of headings.

use connectly_markdown::render;

const SPEC: &str = include_str!("spec/commonmark-0.31.2.txt");

/// The examples whose HTML differs, by reason. The list may only shrink.
const DIFFERENT: [(&str, &[usize]); 5] = [
    (
        "HTML in a text is shown as text",
        &[
            21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163,
            164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 174, 175, 176, 177, 178, 179, 180,
            181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 308, 309, 344, 475, 476, 477,
            491, 494, 524, 536, 613, 614, 615, 616, 617, 623, 625, 626, 627, 628, 629, 630, 631,
            642, 643,
        ],
    ),
    (
        "a link needs a scheme, a path or a fragment, because a post has several addresses",
        &[
            194, 195, 200, 201, 203, 204, 484, 485, 486, 487, 492, 495, 496, 498, 499, 500, 502,
            503, 504, 522, 567,
        ],
    ),
    (
        "a picture needs https, or is one of our own",
        &[
            517, 520, 531, 572, 573, 574, 575, 576, 577, 578, 579, 580, 581, 582, 583, 584, 585,
            586, 587, 588, 589, 591,
        ],
    ),
    (
        "a link may have the schemes https, http and mailto, and needs a host",
        &[596, 598, 599, 600, 601],
    ),
    ("GitHub's extension makes links of bare addresses", &[602, 606, 608, 611, 612]),
];

struct Example {
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut rest = SPEC;
    let mut examples = Vec::new();
    while let Some((_, after)) = rest.split_once(&format!("{fence} example\n")) {
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
            let is_kept = ["href", "src", "alt", "title", "start"].contains(&attribute.trim())
                || attribute.trim() == "class" && value.starts_with("language-");
            if is_kept {
                kept.push(format!(" {}=\"{value}\"", attribute.trim()));
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

#[test]
fn examples_have_the_html_of_the_specification_except_for_those_that_are_listed() {
    let examples = examples();
    assert_eq!(examples.len(), 652);
    let mut listed: Vec<usize> =
        DIFFERENT.iter().flat_map(|(_, numbers)| numbers.iter().copied()).collect();
    listed.sort_unstable();
    let mut different = Vec::new();
    for (index, Example { markdown, html }) in examples.iter().enumerate() {
        let (found, expected) = (normal(&render(markdown)), normal(html));
        if found != expected {
            different.push(index + 1);
            println!("{}: {markdown:?}\n  spec: {expected:?}\n  ours: {found:?}", index + 1);
        }
    }
    assert_eq!(different, listed);
}
