//! A browser's parser reads the HTML, and ammonia cleans it, which knows what we allow and nothing of
//! how we write. It must find nothing to do.

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use html5ever::{
    QualName, local_name, ns, parse_fragment, serialize, serialize::SerializeOpts,
    tendril::TendrilSink as _,
};
use markup5ever_rcdom::{RcDom, SerializableHandle};
use url::Url;

/// Elements, and the attributes that each may have. All may have `dir`.
const ELEMENTS: [(&str, &[&str]); 32] = [
    ("a", &["aria-describedby", "aria-label", "href", "id", "rel", "title"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("del", &[]),
    ("div", &["aria-label", "role", "tabindex"]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &[]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id", "aria-level"]),
    ("hr", &[]),
    (
        "img",
        &[
            "alt",
            "decoding",
            "height",
            "loading",
            "referrerpolicy",
            "sizes",
            "src",
            "srcset",
            "title",
            "width",
        ],
    ),
    ("input", &["aria-label", "checked", "disabled", "type"]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &["aria-label", "data-language", "role", "tabindex"]),
    ("section", &[]),
    ("span", &[]),
    ("strong", &[]),
    ("sup", &["id"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &[]),
    ("th", &[]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// The classes that elements may have. Those of `code` are the names of languages.
const CLASSES: [(&str, &[&str]); 16] = [
    ("a", &["footnote-return", "is-address", "section-link"]),
    ("div", &["code-frame", "section-head", "table-frame", "table-scroll"]),
    ("em", ROOMY),
    ("h2", &["roomy", "h7", "sr-only"]),
    ("h3", HEADING),
    ("h4", HEADING),
    ("h5", HEADING),
    ("h6", HEADING),
    ("li", &["task-list-item"]),
    ("ol", &["contains-task-list"]),
    ("p", &["footnote-back"]),
    ("section", &["footnotes"]),
    ("span", &["no-image", "picture", "picture-coming"]),
    ("td", ALIGNMENTS),
    ("th", ALIGNMENTS),
    ("ul", &["contains-task-list"]),
];
const HEADING: &[&str] = &["roomy", "h7"];
const ROOMY: &[&str] = &["emphasis-dots", "emphasis-weight"];
const ALIGNMENTS: &[&str] = &["align-center", "align-left", "align-right"];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(ELEMENTS.iter().map(|(element, _)| *element).collect())
        .tag_attributes(
            ELEMENTS
                .iter()
                .map(|(element, own)| (*element, own.iter().copied().collect()))
                .collect(),
        )
        .allowed_classes(
            CLASSES
                .iter()
                .map(|(element, own)| (*element, own.iter().copied().collect()))
                .collect(),
        )
        .generic_attributes(["dir"].into())
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(|element, attribute, value| {
            is_meant(element, attribute, value).then_some(Cow::Borrowed(value))
        });
    cleaner
});

/// Whether an attribute may have this value.
fn is_meant(element: &str, attribute: &str, value: &str) -> bool {
    match (element, attribute) {
        (_, "dir") => ["ltr", "rtl"].contains(&value),
        ("a", "href") => {
            let is_whole = value.contains(':') && Url::parse(value).is_ok();
            is_whole || value.starts_with(['/', '#'])
        }
        ("a", "rel") => value == "nofollow ugc noopener",
        ("img", "src") => value.starts_with("/media/") || has_scheme(value, "https:"),
        ("img", "srcset") => value.split(", ").all(|file| file.starts_with("/media/")),
        ("img", "loading") => value == "lazy",
        ("img", "referrerpolicy") => value == "no-referrer",
        ("input", "type") => value == "checkbox",
        ("code", "class") => value.starts_with("language-"),
        // Names of ours can't be a writer's, and nothing in the page is found by a writer's names.
        (_, "id") => value == "footnote-label" || value.starts_with("user-content-"),
        ("ol", "start") => value.parse::<u32>().is_ok(),
        _ => true,
    }
}

fn has_scheme(address: &str, scheme: &str) -> bool {
    address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

/// What is wrong with the HTML, if anything.
pub(crate) fn fault(html: &str) -> Option<String> {
    let read = read(html);
    if let Some(error) = read.errors.borrow().first() {
        return Some(format!("{error} in\n{html}"));
    }
    let (ours, cleaned) = (written(read), written(self::read(&CLEANER.clean(html).to_string())));
    (ours != cleaned).then(|| format!("{ours}\nis cleaned to\n{cleaned}"))
}

/// HTML as a browser reads it within an element of a page.
fn read(html: &str) -> RcDom {
    let around = QualName::new(None, ns!(html), local_name!("div"));
    parse_fragment(RcDom::default(), Default::default(), around, Vec::new(), false).one(html)
}

fn written(read: RcDom) -> String {
    let mut html = Vec::new();
    let root = SerializableHandle::from(read.document);
    serialize(&mut html, &root, SerializeOpts::default()).expect("it is written to memory");
    String::from_utf8(html).expect("it is text")
}

#[test]
fn what_is_not_meant_to_be_there_is_found() {
    for html in [
        "<script>x</script>",
        "<p onclick=\"x\">a</p>",
        "<p style=\"x\">a</p>",
        "<p class=\"button\">a</p>",
        "<a href=\"javascript:x\">a</a>",
        "<a href=\"JAVASCRIPT&#58;x\">a</a>",
        "<a href=\"https://a.b%3E\">a</a>",
        "<img src=\"data:x\" alt=\"\">",
        "<img src=\"http://x.example/a.png\" alt=\"\">",
        "<input type=\"password\">",
        "<p id=\"root\">a</p>",
        "<em>a",
        "<strong><em>a</strong></em>",
        "<p><div>a</div></p>",
        "<table><p>a</p></table>",
        "<!-- a -->",
        "&nothing;",
        "\0",
    ] {
        assert!(fault(html).is_some(), "{html}");
    }
}
