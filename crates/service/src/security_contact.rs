//! Where to report a vulnerability: the variable `security_contact`.

use connectly_types::Email;
use http::Uri;

/// Parses an address as RFC 9116 allows it: `mailto:` and an e-mail address, or a page over https.
/// An empty text is `None`.
///
/// # Errors
/// Says what is wrong with it.
pub(crate) fn parse(text: &str) -> Result<Option<String>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let is_address = match text.split_once(':') {
        Some(("mailto", address)) => is_email(address),
        Some(("https", _)) => is_page(text),
        _ => false,
    };
    if is_address {
        Ok(Some(text.to_owned()))
    } else {
        Err(format!(
            "{text:?} is neither mailto:security@example.com nor https://example.com/security"
        ))
    }
}

/// An e-mail address, optionally with a subject.
fn is_email(text: &str) -> bool {
    let (address, query) = text.split_once('?').unwrap_or((text, ""));
    let is_plain = |byte: u8| byte.is_ascii_graphic();
    Email::parse(address).is_some_and(|email| email.as_str().eq_ignore_ascii_case(address))
        && query.bytes().all(is_plain)
}

fn is_page(text: &str) -> bool {
    let uri = text.parse::<Uri>();
    let has_host = |uri: Uri| uri.host().is_some_and(|host| !host.is_empty());
    text.starts_with("https://")
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && uri.is_ok_and(has_host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contact_is_an_e_mail_address_or_a_page() {
        for good in [
            "mailto:security@example.com",
            "mailto:security@example.com?subject=Connectly%20report",
            "https://example.com",
            "https://example.com/security?from=connectly",
        ] {
            assert_eq!(parse(good), Ok(Some(good.to_owned())));
        }
        assert_eq!(parse(""), Ok(None));
        for bad in [
            " ",
            "security@example.com",
            "mailto:",
            "mailto:security",
            "mailto: security@example.com",
            "mailto:security@example.com\nContact: mailto:eve@example.com",
            "mailto:security@example.com?a\nb",
            "http://example.com",
            "https://",
            "https:example.com",
            "https://example.com/\nExpires: never",
            "https://example.com/a page",
            "tel:+1-201-555-0123",
        ] {
            assert!(parse(bad).is_err_and(|error| error.contains("is neither")), "{bad}");
        }
    }
}
