//! Where a request comes from, for rate limits that do not count by user.

use std::{
    convert::Infallible,
    net::{IpAddr, Ipv6Addr, SocketAddr},
};

use axum::extract::FromRequestParts;
use http::{HeaderMap, HeaderName, request::Parts};

use crate::{App, header::members};

/// Appended by the host, after whatever the client sent under this name.
const SPIN_CLIENT_ADDR: HeaderName = HeaderName::from_static("spin-client-addr");
/// Each proxy appends the address of its client.
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client's address. For IPv6, the first 64 bits, because a client with one address has all
/// that share them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientAddress(String);

impl ClientAddress {
    /// As text, for a statement.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Only what the host and our own proxies have appended counts: the last entries, not the first
    /// ones. If there are fewer entries than proxies, or the one that counts is not an address, the
    /// request did not come through the proxies. It then counts under the address that connected to
    /// the host.
    fn of(headers: &HeaderMap, trusted_proxies: usize) -> Self {
        let forwarded = trusted_proxies.checked_sub(1).and_then(|further| {
            members(headers, &X_FORWARDED_FOR, b',').rev().nth(further).and_then(parse)
        });
        let connected = || members(headers, &SPIN_CLIENT_ADDR, b',').next_back().and_then(parse);
        // The host always gives one. Otherwise all clients would count as one.
        Self(forwarded.or_else(connected).map_or_else(String::new, counted))
    }
}

impl FromRequestParts<App> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.headers, app.trusted_proxies()))
    }
}

/// An address with or without port, brackets and zone.
fn parse(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    if let Ok(address) = text.parse::<SocketAddr>() {
        return Some(address.ip());
    }
    let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    let (address, _zone) = bare.split_once('%').unwrap_or((bare, ""));
    address.parse().ok()
}

fn counted(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn of(
        trusted_proxies: usize,
        connected: &[&'static str],
        forwarded: &[&'static str],
    ) -> String {
        let mut headers = HeaderMap::new();
        for value in connected {
            headers.append(SPIN_CLIENT_ADDR, value.parse().unwrap());
        }
        for value in forwarded {
            let value = HeaderValue::from_bytes(value.as_bytes()).unwrap();
            headers.append(X_FORWARDED_FOR, value);
        }
        ClientAddress::of(&headers, trusted_proxies).0
    }

    #[test]
    fn without_a_proxy_the_hosts_word_counts_and_comes_last() {
        assert_eq!(of(0, &["192.0.2.1:4000"], &[]), "192.0.2.1");
        assert_eq!(of(0, &["198.51.100.9", "192.0.2.1:4000"], &["203.0.113.5"]), "192.0.2.1");
        assert_eq!(of(0, &["198.51.100.9:1, 198.51.100.8:2", "192.0.2.1:4000"], &[]), "192.0.2.1");
    }

    #[test]
    fn behind_proxies_the_entry_of_the_first_one_counts() {
        let connected = &["10.0.0.2:4000"];
        for (proxies, forwarded, expected) in [
            (1, &["203.0.113.5"][..], "203.0.113.5"),
            (1, &["198.51.100.9, 203.0.113.5"], "203.0.113.5"),
            (1, &["198.51.100.9", "203.0.113.5"], "203.0.113.5"),
            (2, &["203.0.113.5, 10.0.0.1"], "203.0.113.5"),
            (2, &["198.51.100.9, 203.0.113.5", "10.0.0.1"], "203.0.113.5"),
            (2, &["198.51.100.9,nonsense,203.0.113.5,10.0.0.1"], "203.0.113.5"),
            // What the client wrote does not hide what our proxy has appended.
            (1, &["Köln, 203.0.113.5"], "203.0.113.5"),
            (1, &["Köln", "203.0.113.5"], "203.0.113.5"),
            (2, &["東京,203.0.113.5 , 10.0.0.1"], "203.0.113.5"),
        ] {
            assert_eq!(of(proxies, connected, forwarded), expected, "{proxies} {forwarded:?}");
        }
    }

    #[test]
    fn who_did_not_come_through_the_proxies_counts_as_who_has_connected() {
        let connected = &["192.0.2.1:4000"];
        for (proxies, forwarded) in [
            (1, &[][..]),
            (1, &[""]),
            (1, &["203.0.113.5, unknown"]),
            (1, &["203.0.113.5,"]),
            (1, &["203.0.113.5", "caf\u{e9}"]),
            (1, &["203.0.113.5, caf\u{e9}"]),
            (2, &["203.0.113.5"]),
            (usize::MAX, &["203.0.113.5"]),
        ] {
            assert_eq!(of(proxies, connected, forwarded), "192.0.2.1", "{proxies} {forwarded:?}");
        }
        assert_eq!(of(0, &[], &[]), "");
    }

    #[test]
    fn an_address_is_one_however_it_is_written() {
        for (text, expected) in [
            ("192.0.2.1", "192.0.2.1"),
            (" 192.0.2.1:80 ", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("[::ffff:192.0.2.1]:80", "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("[2001:DB8:1:2::9]:443", "2001:db8:1:2::/64"),
            ("[2001:db8:1:2::9]", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("::1", "::/64"),
        ] {
            assert_eq!(parse(text).map(counted).as_deref(), Some(expected), "{text}");
        }
        for bad in ["", "unknown", "_hidden", "1.2.3", "1.2.3.4:99999", "[::1", "host.example"] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
