//! Bare addresses, which GitHub's extension makes links of.

use std::ops::Range;

use crate::{address::is_of_host, character::is_punctuation, cjk::is_cjk};

/// The longest name of a host, in bytes.
const LONGEST_HOST: usize = 253;

const SCHEMES: [&str; 2] = ["https://", "http://"];
const WWW: &str = "www.";
const MAILTO: &str = "mailto:";

/// What an address says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It has a scheme.
    Whole,
    /// It begins with `www.`, and needs the scheme `http:`.
    Www,
    /// An e-mail address, which needs the scheme `mailto:`.
    Mail,
}

/// The first bare address in a text at or after a place, where a character starts.
pub(crate) fn find(text: &str, from: usize) -> Option<(Range<usize>, Kind)> {
    let mut email_from = from;
    for (place, byte) in text.bytes().enumerate().skip(from) {
        let found = match byte {
            b'h' | b'H' | b'w' | b'W' => web(text, place),
            b'@' => email(text, email_from, place),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        if byte == b'@' {
            email_from = place + 1;
        }
    }
    None
}

/// Whether a bare address may begin here, after this character. It may still turn out to be none.
pub(crate) fn begins(rest: &str, before: Option<char>) -> Option<Kind> {
    if starts_with(rest, WWW) {
        let is_free = before.is_none_or(|character| {
            character.is_whitespace() || matches!(character, '*' | '_' | '~' | '(' | '[' | ']')
        });
        return is_free.then_some(Kind::Www);
    }
    let has_scheme = SCHEMES.iter().any(|scheme| starts_with(rest, scheme));
    let is_free = !before.is_some_and(|character| character.is_ascii_alphabetic());
    (has_scheme && is_free).then_some(Kind::Whole)
}

/// Whether an address ends before this character, wherever it stands.
pub(crate) fn ends_at(character: char) -> bool {
    character.is_whitespace()
        || matches!(character, '<' | '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' | '‘')
        || is_cjk(character) && is_punctuation(character)
}

/// An address with a scheme, or with `www.`, that begins at this place.
fn web(text: &str, place: usize) -> Option<(Range<usize>, Kind)> {
    let (before, rest) = text.split_at_checked(place)?;
    let kind = begins(rest, before.chars().next_back())?;
    let scheme = match kind {
        Kind::Www => 0,
        _ => rest.find("//")? + 2,
    };
    let host = host(rest.get(scheme..)?)?.trim_end_matches('.');
    if kind == Kind::Www && host.len() <= WWW.len() {
        return None;
    }
    let whole = rest.split(ends_at).next()?;
    let address = without_end(balanced(whole));
    // A sentence's end may have been all that there was of a path, but not of the host.
    (address.len() >= scheme + host.trim_end_matches(['-', '_']).len())
        .then(|| (place..place + address.len(), kind))
}

/// The host at the beginning of a text: parts joined by points, without underscores in the last two.
fn host(text: &str) -> Option<&str> {
    let is_end =
        |(index, character): &(usize, char)| *index > LONGEST_HOST || !is_of_host(*character);
    let end = text.char_indices().find(is_end).map_or(text.len(), |(index, _)| index);
    let host = text.get(..end)?;
    let mut last = host.trim_end_matches('.').rsplit('.').take(2);
    let is_host = end <= LONGEST_HOST
        && host.starts_with(|first: char| first != '.' && first != '-')
        && last.all(|part| !part.is_empty() && !part.contains('_'));
    is_host.then_some(host)
}

/// The address up to a bracket that closes what was opened before it.
fn balanced(address: &str) -> &str {
    let mut open = 0_usize;
    for (place, character) in address.char_indices() {
        match character {
            '[' => open += 1,
            ']' if open == 0 => return address.get(..place).unwrap_or(address),
            ']' => open -= 1,
            _ => {}
        }
    }
    address
}

/// An address without what ends the sentence: punctuation, a parenthesis that was opened before the
/// address, and what looks like the name of a character.
fn without_end(mut address: &str) -> &str {
    let mut opened = address.matches('(').count();
    let mut closed = address.matches(')').count();
    while let Some(last) = address.chars().next_back() {
        let end = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '’' => last.len_utf8(),
            ')' if closed > opened => {
                closed -= 1;
                1
            }
            ';' => name_of_character(address).unwrap_or(1),
            _ => break,
        };
        let (rest, _) = address.split_at(address.len() - end);
        opened -= address.matches('(').count().min(opened) - rest.matches('(').count().min(opened);
        address = rest;
    }
    address
}

/// The length of a name such as `&copy;` at the end of an address.
fn name_of_character(address: &str) -> Option<usize> {
    let name = address.strip_suffix(';')?;
    let letters = name.len() - name.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let before = name.get(..name.len() - letters)?;
    (letters > 0 && before.ends_with('&')).then_some(letters + 2)
}

/// The e-mail address around this place, where its sign is.
fn email(text: &str, from: usize, at: usize) -> Option<(Range<usize>, Kind)> {
    let before = text.get(from..at)?;
    let name = before.len()
        - before
            .trim_end_matches(|c: char| {
                c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')
            })
            .len();
    let start = at - name;
    let after = text.get(at + 1..)?;
    let is_end = |(index, c): &(usize, char)| {
        *index > LONGEST_HOST || !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))
    };
    let end = after.char_indices().find(is_end).map_or(after.len(), |(index, _)| index);
    let host = after.get(..end)?.trim_end_matches('.');
    let is_host = host.contains('.')
        && host.split('.').all(|part| !part.is_empty())
        && !host.ends_with(['-', '_']);
    let before = text.get(..start)?;
    if name == 0 || !is_host || before.ends_with('/') {
        return None;
    }
    let end = at + 1 + host.len();
    let scheme = before.len().checked_sub(MAILTO.len()).filter(|scheme| {
        *scheme >= from && before.get(*scheme..).is_some_and(|rest| starts_with(rest, MAILTO))
    });
    Some(scheme.map_or((start..end, Kind::Mail), |scheme| (scheme..end, Kind::Whole)))
}

fn starts_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut from = 0;
        let mut addresses = Vec::new();
        while let Some((range, _)) = find(text, from) {
            from = range.end;
            addresses.push(&text[range]);
        }
        addresses
    }

    #[test]
    fn addresses_end_before_what_ends_a_sentence() {
        for (text, address) in [
            ("See www.commonmark.org/help for more.", "www.commonmark.org/help"),
            ("Visit www.commonmark.org.", "www.commonmark.org"),
            (
                "(www.google.com/search?q=Markup+(business))",
                "www.google.com/search?q=Markup+(business)",
            ),
            (
                "www.google.com/search?q=Markup+(business)))",
                "www.google.com/search?q=Markup+(business)",
            ),
            ("www.google.com/search?q=(business))+ok", "www.google.com/search?q=(business))+ok"),
            ("www.google.com/search?q=commonmark&hl;", "www.google.com/search?q=commonmark"),
            (
                "www.google.com/search?q=commonmark&hl=en",
                "www.google.com/search?q=commonmark&hl=en",
            ),
            ("www.commonmark.org/he<lp", "www.commonmark.org/he"),
            ("HTTPS://x.example/?a=1;", "HTTPS://x.example/?a=1"),
            ("[see https://x.example/a[1]]", "https://x.example/a[1]"),
            ("“https://x.example/it’s”", "https://x.example/it’s"),
            ("见https://x.example/中文。下一句", "https://x.example/中文"),
            ("http://localhost:3000/a", "http://localhost:3000/a"),
            ("https://bücher.example", "https://bücher.example"),
        ] {
            assert_eq!(found(text), [address], "{text}");
        }
    }

    #[test]
    fn e_mail_addresses_are_found() {
        for (text, addresses) in [
            ("foo@bar.baz", vec!["foo@bar.baz"]),
            ("hello+xyz@mail.example, mail+xyz@hello.", vec!["hello+xyz@mail.example"]),
            ("a.b-c_d@a.b", vec!["a.b-c_d@a.b"]),
            ("a.b-c_d@a.b.", vec!["a.b-c_d@a.b"]),
            ("a.b-c_d@a.b-", vec![]),
            ("a.b-c_d@a.b_", vec![]),
            ("mailto:a.b-c_d@a.b/", vec!["mailto:a.b-c_d@a.b"]),
            ("a@b@c.d", vec!["b@c.d"]),
            ("@b.c /a@b.c a@b..c", vec![]),
        ] {
            assert_eq!(found(text), addresses, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_an_address_is_none() {
        for text in [
            "www",
            "www.",
            "http://",
            "https://?a",
            "xhttp://a.b",
            "awww.a.b",
            "ftp://a.b",
            "http://.a",
            "www.a_b.c",
            "www.x.a_b",
            "https:/a.b",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_searched(text in "(www\\.|https?://|mailto:|[a-c@._()\\[\\]&; é「。]){0,40}") {
            let mut from = 0;
            while let Some((range, _)) = find(&text, from) {
                prop_assert!(range.start >= from && range.end > range.start);
                prop_assert!(text.get(range.clone()).is_some());
                from = range.end;
            }
        }
    }
}
