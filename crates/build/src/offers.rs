//! What hosts offer to the guests, and whether a guest needs more. `hosts.toml` is the list.

use std::path::Path;

use anyhow::{Context, Result, bail};
use connectly_local::wasi::Wasi;
use semver::Version;
use serde::Deserialize;
use wasmparser::Payload;

use crate::sections;

/// The list.
const HOSTS: &str = include_str!("hosts.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Hosts {
    host: Vec<Host>,
}

/// A kind of host.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Host {
    name: String,
    wasi: String,
    #[serde(rename = "sources")]
    _sources: Vec<String>,
    exports: Vec<String>,
    imports: Vec<String>,
}

/// Checks that the hosts for a version of WASI can load a guest.
///
/// # Errors
/// When it imports what they don't offer, or doesn't export what they call.
pub fn check(guest: &Path, wasi: Wasi) -> Result<()> {
    let component = std::fs::read(guest).with_context(|| guest.display().to_string())?;
    let needs = Needs::of(&component).with_context(|| guest.display().to_string())?;
    let hosts: Hosts = toml::from_str(HOSTS).context("hosts.toml")?;
    let mut hosts = hosts.host.iter().filter(|host| host.wasi == wasi.name()).peekable();
    if hosts.peek().is_none() {
        bail!("hosts.toml names no host for WASI {}", wasi.name());
    }
    for host in hosts {
        needs.check(host).with_context(|| format!("{} on {}", guest.display(), host.name))?;
    }
    Ok(())
}

/// What a component imports and exports, by the names of interfaces such as `wasi:io/poll@0.2.6`.
#[derive(Debug, Default)]
struct Needs {
    imports: Vec<String>,
    exports: Vec<String>,
}

impl Needs {
    fn of(component: &[u8]) -> Result<Self> {
        let mut needs = Self::default();
        for payload in sections::own(component) {
            match payload? {
                Payload::ComponentImportSection(section) => {
                    for import in section {
                        needs.imports.push(import?.name.name.to_owned());
                    }
                }
                Payload::ComponentExportSection(section) => {
                    for export in section {
                        needs.exports.push(export?.name.name.to_owned());
                    }
                }
                _ => {}
            }
        }
        Ok(needs)
    }

    fn check(&self, host: &Host) -> Result<()> {
        if let Some(import) = self.imports.iter().find(|import| !offers(&host.imports, import)) {
            bail!("it imports {import}, which is not among what hosts.toml says that they offer");
        }
        if !self.exports.iter().any(|export| offers(&host.exports, export)) {
            bail!("it exports {:?}, and they call {:?}", self.exports, host.exports);
        }
        Ok(())
    }
}

/// Whether any entry of the list is the interface, or its package, in a version that will do.
fn offers(list: &[String], interface: &str) -> bool {
    let Some((name, wanted)) = interface.split_once('@') else { return false };
    let package = name.split('/').next().unwrap_or(name);
    list.iter().filter_map(|offer| offer.split_once('@')).any(|(offered, version)| {
        (offered == name || offered == package) && is_compatible(version, wanted)
    })
}

fn is_compatible(offered: &str, wanted: &str) -> bool {
    let (Ok(offered), Ok(wanted)) = (Version::parse(offered), Version::parse(wanted)) else {
        return false;
    };
    let track = |version: &Version| match version.major {
        0 => (0, version.minor),
        major => (major, 0),
    };
    offered == wanted
        || (offered.pre.is_empty()
            && wanted.pre.is_empty()
            && track(&offered) == track(&wanted)
            && offered >= wanted)
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        Component, ComponentImportSection, ComponentTypeRef, ComponentTypeSection, InstanceType,
    };

    use super::*;

    /// A component that imports an empty interface.
    fn importing(interface: &str) -> Vec<u8> {
        let mut types = ComponentTypeSection::new();
        types.instance(&InstanceType::new());
        let mut imports = ComponentImportSection::new();
        imports.import(interface, ComponentTypeRef::Instance(0));
        let mut component = Component::new();
        component.section(&types).section(&imports);
        component.finish()
    }

    #[test]
    fn what_a_host_does_not_offer_is_named() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), importing("spin:postgres/postgres@4.2.0")).unwrap();
        let error = format!("{:#}", check(file.path(), Wasi::V0_2).unwrap_err());
        assert!(error.contains("imports spin:postgres/postgres@4.2.0"), "{error}");
        let error = format!("{:#}", check(file.path(), Wasi::V0_3).unwrap_err());
        assert!(error.contains("they call [\"wasi:http/handler@0.3.0\"]"), "{error}");
    }

    #[test]
    fn an_older_compatible_version_will_do() {
        let list = ["wasi:io@0.2.6".to_owned(), "spin:postgres/postgres@4.2.0".to_owned()];
        for (interface, expected) in [
            ("wasi:io/poll@0.2.0", true),
            ("wasi:io/poll@0.2.6", true),
            ("wasi:io/poll@0.2.7", false),
            ("wasi:io/poll@0.3.0", false),
            ("wasi:io/poll@0.2.6-rc-2026-03-15", false),
            ("spin:postgres/postgres@4.0.0", true),
            ("spin:postgres/other@4.0.0", false),
            ("spin:postgres/postgres", false),
        ] {
            assert_eq!(offers(&list, interface), expected, "{interface}");
        }
    }

    #[test]
    fn every_version_of_wasi_has_a_host() {
        let hosts: Hosts = toml::from_str(HOSTS).unwrap();
        for wasi in Wasi::ALL {
            assert!(hosts.host.iter().any(|host| host.wasi == wasi.name()), "{wasi:?}");
        }
    }
}
