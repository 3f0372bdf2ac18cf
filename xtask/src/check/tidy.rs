//! Rules of this project that no other tool checks.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use connectly_build::packages::Package;
use connectly_local::workspace;

/// A longer file does more than one thing.
const MAX_LINES: usize = 400;

/// The limit for all of `xtask`, which only defines the commands. Their work is in
/// `connectly-local`, `connectly-build`, and beside what they measure or test.
const MAX_LINES_OF_XTASK: usize = 2_500;

/// Folders that may name Spin's SDK: the module that wraps it, and the guests that test and measure
/// hosts.
const SDK_USERS: [&str; 3] = ["bench/hello", "crates/service/src/host", "tests/guests"];

pub async fn check(packages: &[Package]) -> Result<()> {
    let files = Files::read()?;
    let rules = [
        files.without_mod_rs(),
        files.short(),
        files.with_a_thin_xtask(),
        files.with_one_user_of_the_sdk(),
        files.with_used_statements(),
        files.with_every_test_that_papers_name(),
        independent_components(packages),
    ];
    let broken: Vec<_> = rules.into_iter().flatten().collect();
    if !broken.is_empty() {
        bail!(broken.join("\n"));
    }
    Ok(())
}

/// The project's own source files, by their path in the workspace.
struct Files {
    rust: Vec<(PathBuf, String)>,
    sql: Vec<PathBuf>,
    /// In `docs`.
    papers: Vec<(PathBuf, String)>,
}

impl Files {
    fn read() -> Result<Self> {
        let mut files = Self { rust: Vec::new(), sql: Vec::new(), papers: Vec::new() };
        for folder in ["bench", "components", "crates", "docs", "tests", "xtask"] {
            files.read_folder(&workspace::root().join(folder))?;
        }
        Ok(files)
    }

    fn read_folder(&mut self, folder: &Path) -> Result<()> {
        let entries = folder.read_dir().with_context(|| folder.display().to_string())?;
        for entry in entries {
            let path = entry?.path();
            let extension = path.extension().and_then(|extension| extension.to_str());
            if path.is_dir() {
                let is_ours = |name| !["target", "node_modules"].map(OsStr::new).contains(&name);
                if path.file_name().is_none_or(is_ours) {
                    self.read_folder(&path)?;
                }
            } else if extension == Some("rs") {
                let text = std::fs::read_to_string(&path)?;
                self.rust.push((relative(&path), text));
            } else if extension == Some("sql") {
                self.sql.push(relative(&path));
            } else if extension == Some("md") && path.starts_with(workspace::root().join("docs")) {
                let text = std::fs::read_to_string(&path)?;
                self.papers.push((relative(&path), text));
            }
        }
        Ok(())
    }

    fn without_mod_rs(&self) -> Vec<String> {
        let is_mod = |path: &Path| path.file_name().is_some_and(|name| name == "mod.rs");
        let found = self.rust.iter().filter(|(path, _)| is_mod(path));
        found.map(|(path, _)| format!("{}: name it after its module", path.display())).collect()
    }

    fn short(&self) -> Vec<String> {
        let lines = self.rust.iter().map(|(path, text)| (path, text.lines().count()));
        lines
            .filter(|(_, lines)| *lines > MAX_LINES)
            .map(|(path, lines)| format!("{}: {lines} lines, limit {MAX_LINES}", path.display()))
            .collect()
    }

    fn with_a_thin_xtask(&self) -> Vec<String> {
        let files = self.rust.iter().filter(|(path, _)| path.starts_with("xtask"));
        let lines: usize = files.map(|(_, text)| text.lines().count()).sum();
        let too_long = lines > MAX_LINES_OF_XTASK;
        too_long
            .then(|| format!("xtask: {lines} lines, limit {MAX_LINES_OF_XTASK}"))
            .into_iter()
            .collect()
    }

    /// So that a new version of the SDK, or of WASI, affects only one module.
    fn with_one_user_of_the_sdk(&self) -> Vec<String> {
        // In two parts, so that this file doesn't match.
        let name = concat!("spin", "_sdk");
        let users = self.rust.iter().filter(|(_, text)| text.contains(name));
        users
            .filter(|(path, _)| !SDK_USERS.iter().any(|user| path.starts_with(user)))
            .map(|(path, _)| format!("{}: only {SDK_USERS:?} may name Spin's SDK", path.display()))
            .collect()
    }

    fn with_used_statements(&self) -> Vec<String> {
        let used = |sql: &Path| {
            let name = sql.file_name().unwrap_or_default().to_string_lossy();
            let neighbours = self.rust.iter().filter(|(path, _)| path.parent() == sql.parent());
            let include = format!("include_str!(\"{name}\")");
            neighbours.into_iter().any(|(_, text)| text.contains(&include))
        };
        let unused = self.sql.iter().filter(|sql| !used(sql));
        unused.map(|sql| format!("{}: no file beside it includes it", sql.display())).collect()
    }

    /// If a document names a test as `module::test`, that test exists.
    fn with_every_test_that_papers_name(&self) -> Vec<String> {
        let is_there = |module: &str, test: &str| {
            let function = format!("fn {test}(");
            self.rust.iter().any(|(path, text)| {
                path.file_stem().is_some_and(|stem| stem == module) && text.contains(&function)
            })
        };
        let named = self.papers.iter().flat_map(|(path, text)| {
            // Every second piece is between backticks, so it is code.
            let code = text.split('`').skip(1).step_by(2);
            code.filter_map(|code| code.split_once("::")).map(move |names| (path, names))
        });
        named
            // The names of tests are sentences.
            .filter(|(_, (module, test))| is_name(module) && is_name(test) && test.contains('_'))
            .filter(|(_, (module, test))| !is_there(module, test))
            .map(|(path, (module, test))| {
                format!("{}: there is no test {module}::{test}", path.display())
            })
            .collect()
    }
}

/// Whether this can be the name of a module or function, and isn't one of our packages.
fn is_name(text: &str) -> bool {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    text.chars().all(letters) && !text.is_empty() && !text.starts_with("connectly_")
}

fn independent_components(packages: &[Package]) -> Vec<String> {
    let folder = workspace::root().join("components");
    let components: Vec<_> =
        packages.iter().filter(|package| package.folder.starts_with(&folder)).collect();
    let names: HashSet<_> = components.iter().map(|component| &component.name).collect();
    components
        .iter()
        .flat_map(|component| component.dependencies.iter().map(move |on| (&component.name, on)))
        .filter(|(_, on)| names.contains(on))
        .map(|(name, on)| format!("{name} depends on {on}: components do not know each other"))
        .collect()
}

fn relative(path: &Path) -> PathBuf {
    path.strip_prefix(workspace::root()).unwrap_or(path).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(rust: &[(&str, &str)], sql: &[&str]) -> Files {
        Files {
            rust: rust.iter().map(|(path, text)| (path.into(), (*text).to_owned())).collect(),
            sql: sql.iter().map(PathBuf::from).collect(),
            papers: Vec::new(),
        }
    }

    #[test]
    fn each_rule_finds_what_breaks_it_and_nothing_else() {
        let sdk = concat!("use spin", "_sdk::http;");
        let long = "//\n".repeat(MAX_LINES + 1);
        let files = files(
            &[
                ("crates/service/src/host/time.rs", sdk),
                ("crates/service/src/db.rs", sdk),
                ("components/a/src/read.rs", "include_str!(\"read.sql\")"),
                ("crates/b/src/mod.rs", ""),
                ("crates/b/src/long.rs", &long),
            ],
            &["components/a/src/read.sql", "components/a/src/unused.sql"],
        );
        for (found, expected) in [
            (files.with_one_user_of_the_sdk(), "crates/service/src/db.rs"),
            (files.with_used_statements(), "components/a/src/unused.sql"),
            (files.without_mod_rs(), "crates/b/src/mod.rs"),
            (files.short(), "crates/b/src/long.rs"),
        ] {
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].starts_with(expected), "{found:?}");
        }
    }

    #[test]
    fn xtask_is_measured_as_a_whole() {
        let half = "//\n".repeat(MAX_LINES_OF_XTASK / 2);
        let two = [("xtask/src/a.rs", half.as_str()), ("xtask/src/b.rs", &half)];
        assert!(files(&two, &[]).with_a_thin_xtask().is_empty());
        let three = [two[0], two[1], ("xtask/src/c.rs", "//")];
        assert_eq!(files(&three, &[]).with_a_thin_xtask(), ["xtask: 2501 lines, limit 2500"]);
    }

    #[test]
    fn a_paper_names_only_tests_that_there_are() {
        let mut files = files(&[("tests/tests/app/sign_in.rs", "fn it_works() {}")], &[]);
        let paper = "`sign_in::it_works` and `sign_in::it_is_gone`, by `types::limits`.";
        files.papers.push(("docs/security.md".into(), paper.to_owned()));
        let found = files.with_every_test_that_papers_name();
        assert_eq!(found, ["docs/security.md: there is no test sign_in::it_is_gone"]);
    }
}
