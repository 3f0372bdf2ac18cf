//! What `spin watch` looks at: the patterns under `watch` in `spin.toml`. A file that a build reads and
//! no pattern matches is a change that `spin watch` misses.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use connectly_local::manifest::Guest;
use connectly_local::wasi::Wasi;
use connectly_local::workspace;

/// The files that a guest was built from, as cargo has listed them beside it. Their paths are relative
/// to the workspace.
pub fn sources(guest: &Guest) -> Result<Vec<PathBuf>> {
    let list = guest.file.with_extension("d");
    let text = std::fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    let (_, paths) = text.split_once(": ").context("cargo has listed no files")?;
    let mut files = Vec::new();
    // Cargo writes a space in a path as `\ `.
    for path in paths.replace("\\ ", "\0").split_whitespace() {
        let path = PathBuf::from(path.replace('\0', " "));
        // A build script's output is in the target folder; what it's made from is listed too.
        if !path.starts_with(Wasi::default().target_dir()) {
            let path = path.canonicalize().with_context(|| path.display().to_string())?;
            add_files(&path, &[], &mut files)?;
        }
    }
    Ok(files)
}

/// Adds a file, or those below a folder, except for what has one of the names in `passed_over`.
pub(crate) fn add_files(path: &Path, passed_over: &[&str], files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in path.read_dir()? {
            let entry = entry?;
            if !passed_over.iter().any(|name| entry.file_name() == *name) {
                add_files(&entry.path(), passed_over, files)?;
            }
        }
    } else {
        files.push(path.strip_prefix(workspace::root())?.to_owned());
    }
    Ok(())
}

/// The files that a guest's patterns miss.
pub fn missed<'a>(guest: &Guest, files: &'a [PathBuf]) -> Vec<&'a Path> {
    let is_missed = |file: &&Path| !guest.watch.iter().any(|pattern| matches(pattern, file));
    files.iter().map(PathBuf::as_path).filter(is_missed).collect()
}

/// Whether a pattern matches a path. `**` stands for any number of folders, `*` for any part of a name.
fn matches(pattern: &str, path: &Path) -> bool {
    let pattern: Vec<_> = pattern.split('/').collect();
    let path: Option<Vec<_>> = path.iter().map(|name| name.to_str()).collect();
    path.is_some_and(|path| match_names(&pattern, &path))
}

fn match_names(pattern: &[&str], path: &[&str]) -> bool {
    match (pattern, path) {
        ([], []) => true,
        (["**", after @ ..], _) => {
            after.is_empty() || (0..=path.len()).any(|count| match_names(after, &path[count..]))
        }
        ([name, after @ ..], [first, others @ ..]) => {
            match_name(name, first) && match_names(after, others)
        }
        _ => false,
    }
}

fn match_name(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, end)) => name
            .strip_prefix(start)
            .is_some_and(|rest| rest.len() >= end.len() && rest.ends_with(end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_as_spin_says() {
        for (pattern, path, expected) in [
            ("Cargo.toml", "Cargo.toml", true),
            ("Cargo.toml", "crates/types/Cargo.toml", false),
            ("crates/**/*.sql", "crates/service/src/begin_writing.sql", true),
            ("crates/**/*.sql", "crates/a.sql", true),
            ("crates/**/*.sql", "crates/types/src/limits.rs", false),
            ("frontend/*.html", "frontend/docs.html", true),
            ("frontend/*.html", "frontend/src/docs.html", false),
            ("frontend/src/**", "frontend/src/lib/api.ts", true),
            ("frontend/src/**", "frontend/public/theme.js", false),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, Path::new(path)), expected, "{pattern} {path}");
        }
    }
}
