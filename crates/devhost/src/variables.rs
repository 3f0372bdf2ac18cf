//! Variables: where their values come from, and the templates that use them.
//!
//! No value can change while the host runs, so all are resolved once, at the start.

use std::collections::{BTreeMap, HashMap};
use std::env::VarError;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

use crate::manifest::Variable;

/// The application's variables with their values.
pub type Values = BTreeMap<String, String>;

/// Where variables are set, in order of precedence.
pub struct Sources {
    /// `--variable NAME=VALUE`
    pub command_line: HashMap<String, String>,
    /// `SPIN_VARIABLE_NAME` in the environment.
    pub environment: fn(&str) -> Result<String, VarError>,
    /// The same in `.env`.
    pub dotenv: HashMap<String, String>,
}

impl Sources {
    /// The sources of a running host. Like Spin, it reads `.env` in the folder in which it is
    /// started.
    pub fn new(command_line: Vec<(String, String)>) -> Result<Self> {
        Ok(Self {
            command_line: command_line.into_iter().collect(),
            environment: |name| std::env::var(name),
            dotenv: read_dotenv(Path::new(".env"))?,
        })
    }

    /// Finds the value of each declared variable. The error names all that have none.
    pub fn resolve(&self, declared: &BTreeMap<String, Variable>) -> Result<Values> {
        let mut values = Values::new();
        let mut missing = Vec::new();
        for (name, variable) in declared {
            match self.get(name)?.or_else(|| variable.default.clone()) {
                Some(value) => drop(values.insert(name.clone(), value)),
                None => missing.push(environment_name(name)),
            }
        }
        ensure!(
            missing.is_empty(),
            "required variables have no value: set {} in the environment or in `.env`",
            missing.join(", ")
        );
        Ok(values)
    }

    fn get(&self, name: &str) -> Result<Option<String>> {
        if let Some(value) = self.command_line.get(name) {
            return Ok(Some(value.clone()));
        }
        let name = environment_name(name);
        match (self.environment)(&name) {
            Ok(value) => Ok(Some(value)),
            Err(VarError::NotPresent) => Ok(self.dotenv.get(&name).cloned()),
            Err(error) => Err(error).with_context(|| format!("cannot read {name}")),
        }
    }
}

fn environment_name(name: &str) -> String {
    format!("SPIN_VARIABLE_{}", name.to_ascii_uppercase())
}

fn read_dotenv(path: &Path) -> Result<HashMap<String, String>> {
    if !path.exists() {
        return Ok(HashMap::new());
    }
    dotenvy::from_path_iter(path)
        .and_then(Iterator::collect)
        .with_context(|| format!("cannot use {}", path.display()))
}

/// Replaces each `{{ name }}` in `template`.
pub fn expand(template: &str, values: &Values) -> Result<String> {
    let mut expanded = String::new();
    let mut rest = template;
    while let Some((literal, tail)) = rest.split_once("{{") {
        let (name, tail) = tail
            .split_once("}}")
            .with_context(|| format!("{template:?}: a `{{{{` is not closed"))?;
        let name = name.trim();
        let value =
            values.get(name).with_context(|| format!("{template:?}: unknown variable {name:?}"))?;
        expanded.push_str(literal);
        expanded.push_str(value);
        rest = tail;
    }
    expanded.push_str(rest);
    Ok(expanded)
}

/// Parses the argument of `--variable`.
pub fn parse_assignment(argument: &str) -> Result<(String, String)> {
    let assignment = argument.split_once('=').filter(|(name, _)| !name.starts_with('@'));
    let Some((name, value)) = assignment else {
        bail!("expected NAME=VALUE");
    };
    ensure!(
        !value.starts_with('@'),
        "Spin would read a file here, which the development host does not; use Spin"
    );
    Ok((name.to_owned(), value.to_owned()))
}

/// Spin's rule for a name that a component asks for; the error says what is wrong.
pub fn check_key(key: &str) -> Result<(), String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let fault = if key.is_empty() {
        "must not be empty"
    } else if !key.chars().all(allowed) {
        "may contain lower-case letters, digits and underscores only"
    } else if !key.starts_with(|c: char| c.is_ascii_lowercase()) {
        "must start with a letter"
    } else if key.ends_with('_') || key.contains("__") {
        "may have single underscores only, between other characters"
    } else {
        return Ok(());
    };
    Err(format!("{key:?}: {fault}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(toml: &str) -> BTreeMap<String, Variable> {
        toml::from_str(toml).unwrap()
    }

    fn sources() -> Sources {
        Sources {
            command_line: HashMap::new(),
            environment: |_| Err(VarError::NotPresent),
            dotenv: HashMap::new(),
        }
    }

    #[test]
    fn the_command_line_beats_the_environment_beats_dotenv_beats_the_default() {
        let declared = declared("host = { default = \"from the manifest\" }");
        let mut sources = sources();
        assert_eq!(sources.resolve(&declared).unwrap()["host"], "from the manifest");
        sources.dotenv.insert("SPIN_VARIABLE_HOST".into(), "from .env".into());
        assert_eq!(sources.resolve(&declared).unwrap()["host"], "from .env");
        sources.environment = |name| match name {
            "SPIN_VARIABLE_HOST" => Ok("from the environment".into()),
            _ => Err(VarError::NotPresent),
        };
        assert_eq!(sources.resolve(&declared).unwrap()["host"], "from the environment");
        sources.command_line.insert("host".into(), "from the command line".into());
        assert_eq!(sources.resolve(&declared).unwrap()["host"], "from the command line");
    }

    #[test]
    fn all_missing_variables_are_named() {
        let declared = declared("a = { required = true }\nb = { required = true }");
        let error = sources().resolve(&declared).unwrap_err().to_string();
        assert!(error.contains("SPIN_VARIABLE_A, SPIN_VARIABLE_B"), "{error}");
    }

    #[test]
    fn templates_are_expanded() {
        let values = Values::from([("host".into(), "db".into()), ("port".into(), "5432".into())]);
        for (template, expanded) in [
            ("", ""),
            ("plain", "plain"),
            ("{{ host }}", "db"),
            ("postgres://{{host}}:{{ port }}/", "postgres://db:5432/"),
            ("{ host }}", "{ host }}"),
        ] {
            assert_eq!(expand(template, &values).unwrap(), expanded);
        }
        for template in ["{{ host", "{{ user }}", "{{ }}"] {
            expand(template, &values).unwrap_err();
        }
    }

    #[test]
    fn assignments_are_taken_apart_at_the_first_equals_sign() {
        assert_eq!(parse_assignment("a=b=c").unwrap(), ("a".into(), "b=c".into()));
        for argument in ["a", "@vars.toml", "a=@file"] {
            parse_assignment(argument).unwrap_err();
        }
    }

    #[test]
    fn keys_follow_spins_rule() {
        for key in ["a", "abc", "a1b2", "a_1"] {
            check_key(key).unwrap();
        }
        for key in ["", "A", "1a", "_a", "a_", "a__b", "a-b"] {
            check_key(key).unwrap_err();
        }
    }
}
