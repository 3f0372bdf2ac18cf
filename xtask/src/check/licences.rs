//! The licences of all dependencies let us publish under Apache-2.0.

use anyhow::{Context, Result, bail};
use connectly_local::process;
use serde::Deserialize;
use spdx::{Expression, LicenseReq, ParseMode};

/// Licences that ask for no more than their text and the authors' names.
const ALLOWED: [&str; 10] = [
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];

/// Packages that may have another licence, and why.
const EXCEPTIONS: [(&str, &str, &str); 2] = [
    (
        "smartstring",
        "MPL-2.0",
        "used unchanged, in the development host alone, which is not distributed",
    ),
    ("webpki-roots", "CDLA-Permissive-2.0", "a list of certificates; a licence for data"),
];

/// A package as cargo knows it.
#[derive(Deserialize)]
pub struct Package {
    pub name: String,
    pub version: String,
    pub source: Option<String>,
    license: Option<String>,
}

/// All packages of `Cargo.lock`, for all systems.
pub async fn metadata() -> Result<Vec<Package>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    let mut cargo = process::cargo();
    cargo.args(["metadata", "--format-version", "1", "--locked"]);
    let text = process::output(&mut cargo).await?;
    Ok(serde_json::from_str::<Metadata>(&text).context("cargo's metadata")?.packages)
}

pub async fn check() -> Result<()> {
    let mut refused = Vec::new();
    for package in metadata().await? {
        let licence = package.license.as_deref().unwrap_or("none");
        if !is_allowed(&package.name, licence)? {
            refused.push(format!("{} {}: {licence}", package.name, package.version));
        }
    }
    if !refused.is_empty() {
        bail!(
            "not in the list of allowed licences (xtask/src/check/licences.rs):\n{}",
            refused.join("\n")
        );
    }
    Ok(())
}

fn is_allowed(package: &str, licence: &str) -> Result<bool> {
    // Lax, for the old way of writing MIT/Apache-2.0.
    let expression = Expression::parse_mode(licence, ParseMode::LAX)
        .map_err(|error| anyhow::anyhow!("{package}: {}", error.reason))?;
    let exception = |id: &str| {
        EXCEPTIONS.iter().any(|(name, licence, _why)| *name == package && *licence == id)
    };
    Ok(expression.evaluate(|requirement: &LicenseReq| {
        // An added exception, such as LLVM's, only takes conditions away.
        requirement.license.id().is_some_and(|id| ALLOWED.contains(&id.name) || exception(id.name))
    }))
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn one_allowed_alternative_is_enough_and_all_parts_count() {
        for (licence, expected) in [
            ("MIT OR Apache-2.0", true),
            ("MIT/Apache-2.0", true),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("MIT OR LGPL-2.1-or-later", true),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
            ("MIT AND GPL-3.0-only", false),
            ("GPL-3.0-only", false),
            ("MPL-2.0+", false),
        ] {
            assert_eq!(is_allowed("some-package", licence).unwrap(), expected, "{licence}");
        }
    }

    #[test]
    fn an_exception_is_for_its_package_alone() {
        assert!(is_allowed("smartstring", "MPL-2.0+").unwrap());
        assert!(!is_allowed("another", "MPL-2.0+").unwrap());
    }
}
