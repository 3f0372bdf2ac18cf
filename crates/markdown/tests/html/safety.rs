//! Whatever a text is, its HTML has only what is meant to be there.

use connectly_markdown::render;
use proptest::prelude::*;

use crate::cleaner::fault;
use crate::spec::{Example, examples};
use crate::{commonmark, gfm};

#[test]
fn the_examples_of_the_specifications_do_no_harm() {
    for specification in [commonmark::SPEC, gfm::SPEC] {
        for Example { markdown, .. } in examples(specification) {
            assert_eq!(fault(&render(&markdown)), None, "{markdown}");
        }
    }
}

#[test]
fn a_post_that_means_harm_does_none() {
    for markdown in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<iframe src='https://evil.example'></iframe>",
        "<style>body{display:none}</style>",
        "<a href='javascript:alert(1)'>x</a>",
        "<meta http-equiv=refresh content='0;url=https://evil.example'>",
        "text <b onmouseover=alert(1)>bold</b>",
        "<!-- <script>alert(1)</script> -->",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java&#x73;cript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](\u{1}javascript:alert(1))",
        "[x](vbscript:msgbox(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
        "[x][1]\n\n[1]: javascript:alert(1)",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml,<svg onload=alert(1)>)",
        "![x](http://tracker.example/pixel.png)",
        "![x](//tracker.example/pixel.png)",
        "![x](/api/v1/user/logout)",
        "[x](https://x.example \"onmouseover=alert(1)\")",
        "![x\" onerror=\"alert(1)](https://x.example/a.png \"\\\" onload=\\\"x\")",
        "```js\"onload=\"x\n</code></pre><script>alert(1)</script>\n```",
        "| a |\n|---|\n| <script>alert(1)</script> |",
        "[^1]\n\n[^1]: <script>alert(1)</script>",
    ] {
        let html = render(markdown);
        assert_eq!(fault(&html), None, "{markdown}\n{html}");
        assert!(!html.contains("tracker.example") && !html.contains("/api/"), "{html}");
    }
}

#[test]
fn fences_may_stand_in_fences_and_in_lists() {
    let html = render("````md\n```js\nx\n```\n````\n\n1. one\n\n   ```sh\n   a\n   ```\n2. two");
    assert!(html.contains("language-md\">```js\nx\n```\n</code>"), "{html}");
    assert!(html.contains("language-sh\">a\n</code></pre></div>\n</li>"), "{html}");
    assert!(html.contains("<p>two</p>"), "{html}");
}

#[test]
fn arabic_with_joiners_keeps_them_and_its_direction() {
    let html = render("# می\u{200C}خواهم\n\nHello");
    assert!(html.contains("dir=\"rtl\""), "{html}");
    assert!(html.contains("می\u{200C}خواهم</h2>"), "{html}");
    assert!(html.contains("<p dir=\"ltr\">Hello</p>"), "{html}");
}

#[test]
fn nesting_without_end_is_shown_without_its_form() {
    for text in [
        ">".repeat(20_000),
        format!("{}a", "- ".repeat(500)),
        "> - ".repeat(400),
        format!("{}{}", "*a **b ".repeat(150), "c** d*".repeat(150)),
    ] {
        let html = render(&text);
        assert_eq!(fault(&html), None);
        let deepest = html.split('<').fold((0_i32, 0), |(depth, most), part| match part {
            _ if part.starts_with('/') => (depth - 1, most),
            _ => (depth + 1, most.max(depth + 1)),
        });
        assert!(deepest.1 < 130, "{}", deepest.1);
    }
}

proptest! {
    #[test]
    fn whatever_a_text_is_its_html_is_ours(pieces in prop::collection::vec(prop::sample::select(vec![
        "\n", "\n\n", "    ", "\t", " ", "*", "**", "_", "~~", "`", "```", "```js", "#", "## ", "> ",
        "- ", "1. ", "- [x] ", "---", "===", "[", "]", "](", ")", "![", "[^a]", "[^a]: ", "[a]: ",
        "[a]", "<", ">", "|", "|-|", "\\", "&", "a", "é", "日本", "שלום", "😀", "\u{202E}", "\0",
        "www.a.b", "https://x.example", "mailto:a@b.c", "a@b.c", "javascript:alert(1)", "data:text/html,",
        "<script>", "</script>", "<img src=x onerror=alert(1)>", "<!--", "-->", "\"", "'",
        " \"onmouseover=alert(1)\"", "&lt;script&gt;", "&#60;", "&quot;",
        "/media/01980000-0000-7000-8000-0000000000ab/1600x900.webp", " \"title\")",
    ]), 0..60)) {
        let html = render(&pieces.concat());
        prop_assert_eq!(fault(&html), None, "{}", html);
        prop_assert!(!html.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
    }

    #[test]
    fn any_characters_can_be_rendered(text in any::<String>()) {
        prop_assert_eq!(fault(&render(&text)), None);
    }
}
