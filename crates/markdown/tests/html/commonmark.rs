//! The examples of the CommonMark specification, from `spec/commonmark-0.31.2.txt` (John MacFarlane,
//! CC BY-SA 4.0, <https://spec.commonmark.org>).

use crate::spec::{differences, examples};

pub(crate) const SPEC: &str = include_str!("../spec/commonmark-0.31.2.txt");

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
        &[346, 596, 598, 599, 600, 601],
    ),
    ("GitHub's extension makes links of bare addresses", &[602, 606, 608, 611, 612]),
];

#[test]
fn examples_have_the_html_of_the_specification_except_for_those_that_are_listed() {
    let examples = examples(SPEC);
    assert_eq!(examples.len(), 652);
    differences(&examples, &DIFFERENT);
}
