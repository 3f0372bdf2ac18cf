//! Packages that are compiled in more than one version: a list that may only shrink.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::licences::metadata;

const FILE: &str = "xtask/src/check/duplicates.txt";

pub async fn check() -> Result<()> {
    let mut versions = BTreeMap::<_, BTreeSet<_>>::new();
    for package in metadata().await? {
        versions.entry(package.name).or_default().insert(package.version);
    }
    let found: BTreeSet<_> =
        versions.iter().filter(|(_, all)| all.len() > 1).map(|(name, _)| name.as_str()).collect();
    let listed: BTreeSet<_> = listed(include_str!("duplicates.txt")).collect();
    let new: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&found).collect();
    if !new.is_empty() {
        bail!(
            "these packages are now there in two versions: {new:?}. `cargo tree --duplicates` \
             says for whom; if it cannot be avoided, add them to {FILE}"
        );
    }
    if !gone.is_empty() {
        bail!("these packages are there once, good: take them out of {FILE}: {gone:?}");
    }
    Ok(())
}

fn listed(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    #[test]
    fn comments_and_empty_lines_are_no_packages() {
        let names: Vec<_> = super::listed("# why\nsyn\n\n  rand \n").collect();
        assert_eq!(names, ["syn", "rand"]);
    }
}
