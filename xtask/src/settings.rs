//! Settings and secrets: the environment, and `.env` beside `spin.toml`.
//!
//! Spin and the development host read the same two places, the environment first.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::{lock, secret, workspace};

const HEADER: &str = "\
# Settings and secrets of this clone; never committed. `cargo xtask up` adds what is missing
# and keeps what stands here. DATABASE_URL=postgres://… makes it use that Postgres instead.
";

/// What `.env` says, and what is to be added to it.
#[derive(Debug)]
pub struct Settings {
    text: String,
    values: BTreeMap<String, String>,
}

impl Settings {
    /// Reads `.env`; that there is none is no error.
    pub fn read() -> Result<Self> {
        match std::fs::read_to_string(path()) {
            Ok(text) => Self::parse(text).context("in .env"),
            Err(error) if error.kind() == ErrorKind::NotFound => Self::parse(String::new()),
            Err(error) => Err(error).context("cannot read .env"),
        }
    }

    /// Reads `.env`, changes it and writes it, while no other `cargo xtask` command does.
    pub async fn update(change: impl FnOnce(&mut Self) -> Result<()>) -> Result<Self> {
        let _one_at_a_time = lock::acquire(&workspace::data_dir().join("settings.lock")).await?;
        let mut settings = Self::read()?;
        change(&mut settings)?;
        settings.save()?;
        Ok(settings)
    }

    fn parse(text: String) -> Result<Self> {
        let values = dotenvy::from_read_iter(text.as_bytes()).collect::<Result<_, _>>()?;
        Ok(Self { text, values })
    }

    /// A setting, from the environment or else from `.env`.
    pub fn get(&self, name: &str) -> Option<String> {
        let value = std::env::var(name).ok().or_else(|| self.values.get(name).cloned());
        value.filter(|value| !value.is_empty())
    }

    /// The value of a variable of `spin.toml`.
    pub fn variable(&self, name: &str) -> Option<String> {
        self.get(&env_name(name))
    }

    /// Sets a variable of `spin.toml` in `.env`, unless it has that value already. Its line
    /// is replaced where there is one; all other lines stay as they are.
    pub fn set_variable(&mut self, name: &str, value: &str) {
        let name = env_name(name);
        if self.values.get(&name).is_some_and(|present| present == value) {
            return;
        }
        let line = format!("{name}={}", quote(value));
        let mut replaced = false;
        let mut lines: Vec<_> = self
            .text
            .lines()
            .map(|old| {
                let same = assigned_name(old) == Some(&name);
                replaced |= same;
                if same { line.clone() } else { old.to_owned() }
            })
            .collect();
        if !replaced {
            lines.push(line);
        }
        self.text = lines.join("\n") + "\n";
        self.values.insert(name, value.to_owned());
    }

    /// Makes the secret that signs tokens, if there is none.
    pub fn ensure_jwt_secret(&mut self) -> Result<()> {
        if self.variable("jwt_secret").is_none() {
            self.set_variable("jwt_secret", &secret::random()?);
        }
        Ok(())
    }

    /// Writes `.env` if it is to change, readable by its owner alone.
    fn save(&self) -> Result<()> {
        if std::fs::read_to_string(path()).is_ok_and(|present| present == self.text) {
            return Ok(());
        }
        let header = if self.text.starts_with('#') || path().exists() { "" } else { HEADER };
        // Written beside it and renamed: an interruption must not cost somebody's secrets.
        let partial = path().with_extension(format!("{}.partial", std::process::id()));
        std::fs::write(&partial, "").context("cannot write beside .env")?;
        std::fs::set_permissions(&partial, Permissions::from_mode(0o600))
            .and_then(|()| std::fs::write(&partial, format!("{header}{}", self.text)))
            .and_then(|()| std::fs::rename(&partial, path()))
            .context("cannot write .env")
    }

    /// What the host gets in its environment: the variables that stand in `.env`. Those in
    /// the environment itself reach it anyway.
    pub fn variables(&self) -> impl Iterator<Item = (&String, &String)> {
        self.values
            .iter()
            .filter(|(name, _)| name.starts_with(PREFIX) && std::env::var_os(name).is_none())
    }
}

/// What Spin puts before a variable's name.
const PREFIX: &str = "SPIN_VARIABLE_";

/// The name of a variable of `spin.toml` in the environment.
pub fn env_name(variable: &str) -> String {
    format!("{PREFIX}{}", variable.to_uppercase())
}

fn path() -> PathBuf {
    workspace::root().join(".env")
}

/// The name that a line of `.env` gives a value to.
fn assigned_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let (name, _) = line.split_once('=')?;
    Some(name.trim())
}

/// Plain where that is safe, else in single quotes or, where they do not help, escaped.
fn quote(value: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._:/@+".contains(c);
    if value.chars().all(plain) {
        value.to_owned()
    } else if !value.contains(['\'', '\\']) {
        format!("'{value}'")
    } else {
        let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$");
        format!("\"{escaped}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_wrote_stays() {
        let written = "# mine\nexport SPIN_VARIABLE_PUBLIC_READS=true\n\nOTHER='a b'\n";
        let mut settings = Settings::parse(written.to_owned()).unwrap();
        settings.set_variable("db_port", "5433");
        assert_eq!(settings.text, format!("{written}SPIN_VARIABLE_DB_PORT=5433\n"));
        assert_eq!(settings.variable("public_reads").as_deref(), Some("true"));
    }

    #[test]
    fn a_value_is_replaced_in_its_line() {
        let text = "SPIN_VARIABLE_DB_PORT=1\n# after\n".to_owned();
        let mut settings = Settings::parse(text).unwrap();
        settings.set_variable("db_port", "2");
        assert_eq!(settings.text, "SPIN_VARIABLE_DB_PORT=2\n# after\n");
        assert_eq!(settings.variable("db_port").as_deref(), Some("2"));
    }

    #[test]
    fn a_secret_is_made_once() {
        let mut settings = Settings::parse(String::new()).unwrap();
        settings.ensure_jwt_secret().unwrap();
        let text = settings.text.clone();
        settings.ensure_jwt_secret().unwrap();
        assert_eq!(settings.text, text);
        assert!(settings.variable("jwt_secret").unwrap().len() >= 32);
    }

    #[test]
    fn an_empty_value_is_none() {
        let settings = Settings::parse("SPIN_VARIABLE_JWT_SECRET=\n".to_owned()).unwrap();
        assert_eq!(settings.variable("jwt_secret"), None);
    }

    #[test]
    fn every_value_is_read_back_as_it_was() {
        for value in ["plain", "two words", "it's", "a\\b", "quote\" and $HOME", "#hash", "x$y"] {
            let mut settings = Settings::parse(String::new()).unwrap();
            settings.set_variable("db_password", value);
            let again = Settings::parse(settings.text).unwrap();
            assert_eq!(again.variable("db_password").as_deref(), Some(value), "{value}");
        }
    }

    #[test]
    fn a_broken_line_is_an_error() {
        assert!(Settings::parse("no assignment\n".to_owned()).is_err());
    }
}
