//! `allowed_outbound_hosts`: which databases and which servers a component may reach.

use anyhow::{Context, Result, bail, ensure};
use url::Host;

use crate::variables::{Values, expand};

/// What an address begins with, and the port that it stands for.
const SCHEMES: [(&str, u16); 3] = [("postgres", 5432), ("http", 80), ("https", 443)];

/// What one component may reach; nothing if empty.
#[derive(Debug)]
pub struct AllowedHosts(Vec<Entry>);

/// `None` is any.
#[derive(Debug, PartialEq)]
struct Entry {
    scheme: &'static str,
    host: Option<Host>,
    port: Option<u16>,
}

impl AllowedHosts {
    /// Parses the entries of the manifest.
    pub fn new(templates: &[String], values: &Values) -> Result<Self> {
        let mut entries = Vec::new();
        for template in templates {
            let address = expand(template, values)?;
            // A variable may be left empty to allow nothing.
            if !address.is_empty() {
                entries.push(Entry::parse(&address)?);
            }
        }
        Ok(Self(entries))
    }

    /// Whether a connection to this address may be opened.
    pub fn allows(&self, scheme: &str, host: &str, port: Option<u16>) -> bool {
        let Some((scheme, default)) = SCHEMES.iter().find(|(known, _)| *known == scheme) else {
            return false;
        };
        let port = port.unwrap_or(*default);
        Host::parse(host).is_ok_and(|host| {
            self.0.iter().filter(|entry| entry.scheme == *scheme).any(|entry| {
                entry.host.as_ref().is_none_or(|allowed| *allowed == host)
                    && entry.port.is_none_or(|allowed| allowed == port)
            })
        })
    }
}

impl Entry {
    fn parse(address: &str) -> Result<Self> {
        let (scheme, rest) = address.trim().split_once("://").unwrap_or_default();
        let Some((scheme, default)) = SCHEMES.into_iter().find(|(known, _)| *known == scheme)
        else {
            bail!(
                "{address:?}: only postgres://, http:// and https:// are supported by the \
                 development host; use Spin"
            );
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            // In `[::1]` the last colon is part of the host.
            Some((host, port)) if !rest.ends_with(']') => (host, port),
            _ => (rest, ""),
        };
        let host = match host {
            "*" => None,
            host => {
                ensure!(
                    !host.contains(['*', '/']),
                    "{address:?}: patterns of hosts are not supported by the development host; use Spin"
                );
                Some(Host::parse(host).with_context(|| format!("{address:?}: bad host"))?)
            }
        };
        let port = match port {
            "*" => None,
            "" => Some(default),
            port => Some(port.parse().with_context(|| format!("{address:?}: bad port"))?),
        };
        Ok(Self { scheme, host, port })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(address: &str) -> AllowedHosts {
        AllowedHosts::new(&[address.to_owned()], &Values::new()).unwrap()
    }

    #[test]
    fn an_entry_allows_its_host_and_port_only() {
        for (entry, host, port, expected) in [
            ("postgres://db:5433", "db", Some(5433), true),
            ("postgres://db:5433", "DB", Some(5433), true),
            ("postgres://db:5433", "db", None, false),
            ("postgres://db:5433", "other", Some(5433), false),
            ("postgres://db:5433/", "db", Some(5433), true),
            ("postgres://db", "db", None, true),
            ("postgres://db", "db", Some(5433), false),
            ("postgres://db:*", "db", Some(1), true),
            ("postgres://*:5432", "anything", None, true),
            ("postgres://127.0.0.1", "127.0.0.1", None, true),
            ("postgres://127.0.0.1", "localhost", None, false),
            ("postgres://[::1]", "[::1]", Some(5432), true),
            ("postgres://[::1]:1", "[::1]", Some(1), true),
        ] {
            let found = allowed(entry).allows("postgres", host, port);
            assert_eq!(found, expected, "{entry} {host} {port:?}");
        }
    }

    #[test]
    fn an_entry_allows_its_scheme_only() {
        for (entry, scheme, port, expected) in [
            ("http://store", "http", None, true),
            ("http://store", "http", Some(80), true),
            ("http://store", "https", Some(80), false),
            ("https://store", "https", Some(443), true),
            ("https://store:9000", "https", Some(9000), true),
            ("https://store:9000", "https", None, false),
            ("postgres://store:*", "http", None, false),
            ("http://store:*", "postgres", None, false),
            ("http://store", "ftp", None, false),
        ] {
            let found = allowed(entry).allows(scheme, "store", port);
            assert_eq!(found, expected, "{entry} {scheme} {port:?}");
        }
    }

    #[test]
    fn entries_are_templates_and_an_empty_one_allows_nothing() {
        let values = Values::from([("host".into(), "db".into()), ("none".into(), String::new())]);
        let hosts = ["postgres://{{ host }}:5432".to_owned(), "{{ none }}".to_owned()];
        let hosts = AllowedHosts::new(&hosts, &values).unwrap();
        assert!(hosts.allows("postgres", "db", None));
        assert_eq!(hosts.0.len(), 1);
    }

    #[test]
    fn what_the_host_does_not_know_is_refused() {
        for entry in [
            "*://*:*",
            "redis://example.com",
            "https://example.com/path",
            "db:5432",
            "postgres://*.example.com",
            "postgres://10.0.0.0/8",
            "postgres://db:5000..6000",
            "postgres://{{ unknown }}",
        ] {
            AllowedHosts::new(&[entry.to_owned()], &Values::new()).unwrap_err();
        }
    }
}
