//! A short description of the device of a session.

use std::fmt;

/// Parts of a `User-Agent`, and what they mean; the first match counts. Browsers also name their
/// ancestors, so descendants come first.
const PROGRAMS: &[(&str, &str)] = &[
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex Browser"),
    ("DuckDuckGo/", "DuckDuckGo"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("Wget/", "Wget"),
    ("HTTPie/", "HTTPie"),
    ("PostmanRuntime/", "Postman"),
    ("python-", "Python"),
    ("Python/", "Python"),
    ("Go-http-client/", "Go"),
    ("okhttp/", "okhttp"),
    ("reqwest/", "reqwest"),
    ("node", "Node"),
];

/// Like [`PROGRAMS`]. An iPad that calls itself a Mac cannot be distinguished from one.
const SYSTEMS: &[(&str, &str)] = &[
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "macOS"),
    ("FreeBSD", "FreeBSD"),
    ("Linux", "Linux"),
];

/// The program and the system of a `User-Agent`, such as "Firefox on Linux": enough for users to
/// recognize their devices.
///
/// It contains only words of ours, nothing that was sent. So it is short, safe to show, and not a
/// fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    program: Option<&'static str>,
    system: Option<&'static str>,
}

impl Device {
    /// From the header's value; `None` if it names nothing known.
    #[must_use]
    pub fn from_user_agent(text: &str) -> Option<Self> {
        let device = Self { program: find(PROGRAMS, text), system: find(SYSTEMS, text) };
        (device.program.is_some() || device.system.is_some()).then_some(device)
    }
}

fn find(table: &[(&str, &'static str)], text: &str) -> Option<&'static str> {
    table.iter().find(|(sign, _)| text.contains(sign)).map(|(_, name)| *name)
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.program, self.system) {
            (Some(program), Some(system)) => write!(f, "{program} on {system}"),
            (Some(only), None) | (None, Some(only)) => f.write_str(only),
            (None, None) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::DEVICE_MAX;

    #[test]
    fn a_device_is_a_program_on_a_system() {
        for (user_agent, device) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/142.0.0.0 Safari/537.36",
                "Chrome on Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like \
                 Gecko) Version/26.0 Safari/605.1.15",
                "Safari on macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, \
                 like Gecko) CriOS/142.0.0.0 Mobile/15E148 Safari/604.1",
                "Chrome on iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) \
                 SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "Samsung Internet on Android",
            ),
            ("curl/8.14.1", "curl"),
            ("node", "Node"),
            ("something on Linux", "Linux"),
        ] {
            let read = Device::from_user_agent(user_agent).unwrap();
            assert_eq!(read.to_string(), device, "{user_agent}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_told() {
        for user_agent in ["", "<script>alert(1)</script>", "my own client", "Mozilla/5.0"] {
            assert_eq!(Device::from_user_agent(user_agent), None, "{user_agent}");
        }
        let evil = "<b>curl/1\0'; drop table users".repeat(1000);
        assert_eq!(Device::from_user_agent(&evil).unwrap().to_string(), "curl");
    }

    #[test]
    fn no_device_is_longer_than_its_limit() {
        let longest =
            |table: &[(&str, &str)]| table.iter().map(|(_, name)| name.len()).max().unwrap();
        assert!(longest(PROGRAMS) + " on ".len() + longest(SYSTEMS) <= DEVICE_MAX as usize);
    }
}
