//! Prepares the bytes of a body before they are parsed as JSON.

use std::borrow::Cow;

/// Some programs begin a text with it. JSON may not (RFC 8259, section 8.1), but a parser may
/// ignore it.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The length of a code unit of UTF-16 as JSON escapes it.
const ESCAPE_LENGTH: usize = br"\u0000".len();

/// The replacement of half a character. As long as what it replaces.
const REPLACEMENT: &[u8; ESCAPE_LENGTH] = br"\ufffd";

/// A body as JSON that every parser accepts: without a byte order mark, and with U+FFFD instead of
/// each half of a character.
///
/// Half a character is left when UTF-16 text is cut in the middle of an emoji, by a text field with
/// a limit or by an import. JSON can express it, `\ud83d`, but UTF-8 cannot.
///
/// # Errors
/// The first byte that is not UTF-8, counted from 1.
pub(crate) fn well_formed(body: &[u8]) -> Result<Cow<'_, [u8]>, usize> {
    let body = body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body);
    std::str::from_utf8(body).map_err(|error| error.valid_up_to() + 1)?;
    let mut whole = Cow::Borrowed(body);
    for place in halves(body) {
        if let Some(half) = whole.to_mut().get_mut(place..place + ESCAPE_LENGTH) {
            half.copy_from_slice(REPLACEMENT);
        }
    }
    Ok(whole)
}

/// Where the escapes of halves without their other half begin. Valid JSON has backslashes only in
/// strings. Anywhere else, the body is invalid anyway.
fn halves(body: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut place = 0;
    while let Some(next) = position_of_backslash(body, place) {
        place = match (unit(body, next), unit(body, next + ESCAPE_LENGTH)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => next + 2 * ESCAPE_LENGTH,
            (Some(0xd800..=0xdfff), _) => {
                found.push(next);
                next + ESCAPE_LENGTH
            }
            // Another escape, such as `\\`, after which `u` is an ordinary letter.
            _ => next + 2,
        };
    }
    found
}

fn position_of_backslash(body: &[u8], from: usize) -> Option<usize> {
    let rest = body.get(from..)?;
    rest.iter().position(|byte| *byte == b'\\').map(|position| from + position)
}

/// The code unit whose escape begins here, if one does.
fn unit(body: &[u8], place: usize) -> Option<u16> {
    let digits = body.get(place..place + ESCAPE_LENGTH)?.strip_prefix(br"\u")?;
    let is_hex = digits.iter().all(u8::is_ascii_hexdigit);
    let digits = std::str::from_utf8(digits).ok().filter(|_| is_hex)?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use proptest::{collection, prelude::*};
    use serde_json::Value;

    use super::*;

    fn read(json: &str) -> String {
        let whole = well_formed(json.as_bytes()).unwrap();
        serde_json::from_slice(&whole).unwrap_or_else(|error| panic!("{json}: {error}"))
    }

    #[test]
    fn half_a_character_becomes_the_replacement_character() {
        for (json, expected) in [
            (r#""cut \ud83d off""#, "cut \u{fffd} off"),
            (r#""cut \uD83D""#, "cut \u{fffd}"),
            (r#""\ude00 begins""#, "\u{fffd} begins"),
            (r#""\udE00\ud83D""#, "\u{fffd}\u{fffd}"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
            (r#""\ud83d\ude00\ude00""#, "😀\u{fffd}"),
            (r#""\ud83dx\ude00""#, "\u{fffd}x\u{fffd}"),
            (r#""\ud83d\n\ude00""#, "\u{fffd}\n\u{fffd}"),
            (r#""\ud83d\u0041""#, "\u{fffd}A"),
            (r#""\ud83d\\ude00""#, "\u{fffd}\\ude00"),
            (r#""\\\ud83d""#, "\\\u{fffd}"),
        ] {
            assert_eq!(read(json), expected, "{json}");
        }
    }

    #[test]
    fn what_is_whole_stays_as_it_is() {
        for (json, expected) in [
            (r#""😀 \ud83d\ude00 \uD83D\uDE00""#, "😀 😀 😀"),
            (r#""\\ud83d""#, r"\ud83d"),
            (r#""\\\\ud83d""#, r"\\ud83d"),
            (r#""\ud7ff\ue000\uffff""#, "\u{d7ff}\u{e000}\u{ffff}"),
        ] {
            assert_eq!(read(json), expected, "{json}");
        }
        for json in [
            r#""plain""#,
            r#""\\ud83d""#,
            r#""\ud83d\ude00""#,
            "",
            r"\",
            r"\u",
            r"\ud8",
            r#""\u+83d""#,
        ] {
            let whole = well_formed(json.as_bytes()).unwrap();
            assert!(matches!(whole, Cow::Borrowed(same) if same == json.as_bytes()), "{json}");
        }
    }

    #[test]
    fn names_are_texts_too() {
        let whole = well_formed(br#"{"\ud83d": {"a": ["\ude00"]}}"#).unwrap();
        let value: Value = serde_json::from_slice(&whole).unwrap();
        assert_eq!(value["\u{fffd}"]["a"][0], "\u{fffd}");
    }

    #[test]
    fn a_byte_order_mark_is_passed_over_once() {
        assert_eq!(*well_formed(b"\xef\xbb\xbf{}").unwrap(), *b"{}");
        assert_eq!(*well_formed(b"\xef\xbb\xbf\xef\xbb\xbf{}").unwrap(), *b"\xef\xbb\xbf{}");
    }

    #[test]
    fn the_first_byte_that_is_no_text_is_named() {
        for (body, byte) in [
            (&b"{\"a\": \"M\xfcnchen\"}"[..], 9),
            (b"\xff\xfe{\0}\0", 1),
            // Half a character, encoded like UTF-8.
            (b"\"\xed\xa0\xbd\"", 2),
        ] {
            assert_eq!(well_formed(body), Err(byte), "{body:?}");
        }
    }

    proptest! {
        #[test]
        fn any_code_units_are_read_as_utf_16_reads_them(
            units in collection::vec(
                prop_oneof![0xd7fe..=0xe001_u16, Just(0xd83d), Just(0xde00), any::<u16>()],
                0..12,
            ),
            is_upper: bool,
        ) {
            let escape = |unit: &u16| {
                if is_upper { format!("\\u{unit:04X}") } else { format!("\\u{unit:04x}") }
            };
            let escapes: String = units.iter().map(escape).collect();
            prop_assert_eq!(read(&format!("\"{escapes}\"")), String::from_utf16_lossy(&units));
        }

        #[test]
        fn what_can_be_read_is_read_as_before(text: String) {
            let json = Value::from(text).to_string();
            prop_assert_eq!(&*well_formed(json.as_bytes()).unwrap(), json.as_bytes());
        }

        #[test]
        fn any_bytes_stay_as_many(body: Vec<u8>) {
            if let Ok(whole) = well_formed(&body) {
                prop_assert!(whole.len() == body.len() || whole.len() + 3 == body.len());
            }
        }
    }
}
