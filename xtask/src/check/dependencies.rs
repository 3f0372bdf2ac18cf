//! Where dependencies come from: the registry and this workspace, nowhere else.
//!
//! A package from a git repository has no version, and may change or vanish.

use anyhow::{Result, bail};

use super::licences::metadata;

pub async fn check() -> Result<()> {
    let elsewhere: Vec<_> = metadata()
        .await?
        .into_iter()
        .filter(|package| package.source.as_ref().is_some_and(|source| !is_allowed(source)))
        .map(|package| package.name)
        .collect();
    if !elsewhere.is_empty() {
        bail!("these packages come neither from the registry nor from here: {elsewhere:?}");
    }
    Ok(())
}

fn is_allowed(source: &str) -> bool {
    source.starts_with("registry+") || source.starts_with("sparse+")
}

#[cfg(test)]
mod tests {
    use super::is_allowed;

    #[test]
    fn a_git_repository_is_no_registry() {
        assert!(is_allowed("registry+https://registry.example/index"));
        assert!(!is_allowed("git+https://git.example/package?branch=main#0a1b2c"));
    }
}
