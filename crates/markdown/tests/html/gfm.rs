//! The examples of GitHub's extensions, from `spec/gfm-0.29-extensions.txt` (John MacFarlane and GitHub,
//! CC BY-SA 4.0, <https://github.github.com/gfm/>).

use crate::spec::{differences, examples};

pub(crate) const SPEC: &str = include_str!("../spec/gfm-0.29-extensions.txt");

/// The examples whose HTML differs, by reason. The list may only shrink.
const DIFFERENT: [(&str, &[usize]); 2] = [
    ("a link may have the schemes https, http and mailto", &[20]),
    ("HTML in a text is shown as text", &[24]),
];

#[test]
fn examples_have_the_html_of_the_specification_except_for_those_that_are_listed() {
    let examples = examples(SPEC);
    assert_eq!(examples.len(), 24);
    differences(&examples, &DIFFERENT);
}
