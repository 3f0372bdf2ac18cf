//! Where links and pictures of a post may lead.

use connectly_types::PictureFile;

use crate::{character::is_mark, script::is_right_to_left};

/// No honest address is longer, in bytes. A post of references could repeat a long one many times.
const LONGEST: usize = 2_048;

/// An address that a link of a post may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// A whole address, which may lead away from this site.
    Outside(&'a str),
    /// An e-mail address.
    Mail(&'a str),
    /// A path on this site.
    Path(&'a str),
    /// A place in the post.
    Fragment(&'a str),
}

/// Where a link leads. An address that was mistyped or does harm gives `None`.
pub(crate) fn link(address: &str) -> Option<Target<'_>> {
    if address.len() > LONGEST {
        return None;
    }
    if let Some(rest) = after_scheme(address, "https:").or_else(|| after_scheme(address, "http:")) {
        return names_a_host(rest).then_some(Target::Outside(address));
    }
    if after_scheme(address, "mailto:").is_some() {
        return Some(Target::Mail(address));
    }
    match address.as_bytes() {
        // Browsers read a backslash as a slash, and leave out white space.
        [b'/', b'/' | b'\\' | 0..=b' ', ..] => {
            names_a_host(address).then_some(Target::Outside(address))
        }
        [b'/', ..] => Some(Target::Path(address)),
        [b'#', ..] => Some(Target::Fragment(address)),
        _ => None,
    }
}

/// Where a picture comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin<'a> {
    /// This application keeps it.
    Own(PictureFile<'a>),
    /// Another site.
    Outside(&'a str),
}

/// Where a picture is loaded from. Browsers load it unasked, so the address has to use `https:`, or
/// be a picture of our own.
pub(crate) fn picture(address: &str) -> Option<Origin<'_>> {
    if address.len() > LONGEST {
        return None;
    }
    if let Some(picture) = PictureFile::parse(address) {
        return Some(Origin::Own(picture));
    }
    let rest = after_scheme(address, "https:")?;
    names_a_host(rest).then_some(Origin::Outside(address))
}

/// Whether a picture is one of the small signs that projects put in a row.
pub(crate) fn is_badge(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    address.contains("shields.io")
        || address.contains("badgen.net")
        || address
            .split(|character: char| !character.is_alphanumeric() && character != '_')
            .any(|word| matches!(word, "badge" | "badges"))
}

fn after_scheme<'a>(address: &'a str, scheme: &str) -> Option<&'a str> {
    let (start, rest) = address.split_at_checked(scheme.len())?;
    start.eq_ignore_ascii_case(scheme).then_some(rest)
}

/// Whether the rest of an address, after its scheme, begins with `//` and a host where a browser would
/// look. Otherwise the link would be dead.
fn names_a_host(rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix("//") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let (host, port) = place.split_once(':').unwrap_or((place, ""));
    host.chars().all(is_of_host)
        && host.contains(char::is_alphanumeric)
        && !host.split('.').any(runs_both_ways)
        && (port.is_empty()
            || port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok())
}

/// Whether a host may have this character.
pub(crate) fn is_of_host(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '.' | '-' | '_') || is_mark(character)
}

/// Whether letters of both directions are in one part of a host, which IDNA forbids.
fn runs_both_ways(part: &str) -> bool {
    let mut letters = part.chars().filter(|character| character.is_alphabetic());
    let first = letters.next().is_some_and(is_right_to_left);
    letters.any(|letter| is_right_to_left(letter) != first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_only_where_it_is_safe() {
        for address in [
            "https://x.example/a?b#c",
            "http://x.example",
            "HTTPS://X.EXAMPLE",
            "//x.example",
            "https://x.example:8080?[a]",
            "https://ada@x.example/",
            "https://bücher.example",
            "https://שלום.example",
            "https://हिन्दी.example",
            "http://127.0.0.1:3000/",
            "http://localhost",
        ] {
            assert_eq!(link(address), Some(Target::Outside(address)));
        }
        assert_eq!(link("mailto:ada@x.example"), Some(Target::Mail("mailto:ada@x.example")));
        assert_eq!(link("/blog/1"), Some(Target::Path("/blog/1")));
        assert_eq!(link("/"), Some(Target::Path("/")));
        assert_eq!(link("#note"), Some(Target::Fragment("#note")));
        for address in [
            "javascript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "java%09script:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "ftp://x.example",
            "intent://x",
            "x.example/a",
            "https:x.example",
            "https:/x.example",
            "https://",
            "https:///a",
            "https://?a",
            "https://a.b>",
            "https://a.b[/",
            "https://[::1]/",
            "https://a%3Eb/",
            "https://a b/",
            "https://ada@",
            "https://a.b:80a/",
            "https://a.b:65536",
            "https://xשלום.example",
            "https://-.-",
            "/\\x.example",
            "/\t/x.example",
            "\\\\x.example",
            "",
        ] {
            assert_eq!(link(address), None, "{address:?}");
        }
    }

    #[test]
    fn pictures_come_from_https_or_are_our_own() {
        assert_eq!(
            picture("https://x.example/a.png"),
            Some(Origin::Outside("https://x.example/a.png"))
        );
        let own = "/media/01980000-0000-7000-8000-0000000000ab/16x9.png";
        assert!(matches!(
            picture(own),
            Some(Origin::Own(PictureFile { width: 16, height: 9, .. }))
        ));
        for address in [
            "http://x.example/a.png",
            "/a.png",
            "/api/v1/user/logout",
            "/media/1",
            "//x.example/a.png",
            "data:image/png;base64,AAAA",
            "mailto:a@x.example",
            "#a",
        ] {
            assert_eq!(picture(address), None, "{address}");
        }
    }

    #[test]
    fn an_address_that_is_far_too_long_is_none() {
        let address = format!("https://x.example/{}", "a".repeat(10_000));
        assert_eq!(link(&address), None);
        assert_eq!(picture(&address), None);
    }

    #[test]
    fn badges_are_known_by_their_address() {
        for (address, expected) in [
            ("https://img.shields.io/x.svg", true),
            ("https://x.example/badge.svg", true),
            ("https://x.example/a/badges/1", true),
            ("https://x.example/badger.png", false),
            ("https://x.example/a.png", false),
        ] {
            assert_eq!(is_badge(address), expected, "{address}");
        }
    }
}
