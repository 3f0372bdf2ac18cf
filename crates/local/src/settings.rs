//! Settings and secrets: the environment, and `.env` beside `spin.toml`.
//!
//! Spin and the development host read the same two places, the environment first.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::components::{self, default_user, password_variable, user_variable};
use crate::manifest::{VARIABLE_PREFIX, env_name};
use crate::roles::Login;
use crate::{lock, secret, workspace};

const HEADER: &str = "\
# Settings and secrets of this clone; never committed. `cargo xtask up` adds what is missing
# and keeps what stands here. DATABASE_URL=postgres://… makes it use that Postgres instead.
";

/// The role that owns the database and migrates it.
const OWNER: &str = "CONNECTLY_DB_OWNER";
const OWNER_PASSWORD: &str = "CONNECTLY_DB_OWNER_PASSWORD";

/// Variables from when all components connected as the owner.
const OLD_OWNER: &str = "db_user";
const OLD_OWNER_PASSWORD: &str = "db_password";

/// The content of `.env`, and what to add to it.
#[derive(Debug)]
pub struct Settings {
    text: String,
    values: BTreeMap<String, String>,
}

impl Settings {
    /// Reads `.env`. A missing file counts as empty.
    pub fn read() -> Result<Self> {
        match std::fs::read_to_string(path()) {
            Ok(text) => Self::parse(text).context("in .env"),
            Err(error) if error.kind() == ErrorKind::NotFound => Self::parse(String::new()),
            Err(error) => Err(error).context("cannot read .env"),
        }
    }

    /// Reads, changes and writes `.env` while no other `cargo xtask` command does.
    pub async fn update(change: impl FnOnce(&mut Self) -> Result<()>) -> Result<Self> {
        let _one_at_a_time = lock::acquire(&workspace::data_dir().join("settings.lock")).await?;
        let mut settings = Self::read()?;
        settings.carry_over();
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

    /// Sets a variable of `spin.toml` in `.env`, unless it has that value already. If it has a
    /// line, that is replaced. All other lines stay unchanged.
    pub fn set_variable(&mut self, name: &str, value: &str) {
        self.set(&env_name(name), value);
    }

    /// The same for any other setting.
    pub fn set(&mut self, name: &str, value: &str) {
        self.replace(name, name, value);
    }

    /// Renames a setting of `.env`. If the new name already has a value, that stays.
    fn rename(&mut self, old: &str, new: &str) {
        if let Some(value) = self.values.remove(old) {
            let value = self.values.get(new).cloned().unwrap_or(value);
            self.replace(old, new, &value);
        }
    }

    /// Sets `name`, in the line that sets `old` if there is one.
    fn replace(&mut self, old: &str, name: &str, value: &str) {
        if old == name && self.values.get(name).is_some_and(|present| present == value) {
            return;
        }
        let line = format!("{name}={}", quote(value));
        let mut replaced = false;
        let mut lines: Vec<_> = self
            .text
            .lines()
            .map(|present| {
                let same = assigned_name(present) == Some(old);
                replaced |= same;
                if same { line.clone() } else { present.to_owned() }
            })
            .collect();
        if !replaced {
            lines.push(line);
        }
        self.text = lines.join("\n") + "\n";
        self.values.insert(name.to_owned(), value.to_owned());
    }

    /// Makes missing secrets: the key for tokens, and each component's password in Postgres.
    pub fn ensure_secrets(&mut self) -> Result<()> {
        self.ensure_secrets_of(&components::with_database()?)
    }

    fn ensure_secrets_of(&mut self, components: &[String]) -> Result<()> {
        let passwords = components.iter().map(|component| password_variable(component));
        for name in std::iter::once("jwt_secret".to_owned()).chain(passwords) {
            if self.variable(&name).is_none() {
                self.set_variable(&name, &secret::random()?);
            }
        }
        Ok(())
    }

    /// The roles that the components connect to a database as.
    pub fn logins(&self, database: &str) -> Result<Vec<Login>> {
        self.logins_of(components::with_database()?, database)
    }

    fn logins_of(&self, components: Vec<String>, database: &str) -> Result<Vec<Login>> {
        let login = |component: String| {
            let user = self.variable(&user_variable(&component));
            let password = self.variable(&password_variable(&component)).with_context(|| {
                format!("`{component}` has no password for Postgres: run `cargo xtask up`, which makes it")
            })?;
            let user = user.unwrap_or_else(|| default_user(database, &component));
            Ok(Login { component, user, password })
        };
        components.into_iter().map(login).collect()
    }

    /// The name of the role that owns the database.
    pub fn owner(&self) -> Option<String> {
        self.get(OWNER).or_else(|| self.variable(OLD_OWNER))
    }

    /// That role's password.
    pub fn owner_password(&self) -> Option<String> {
        self.get(OWNER_PASSWORD).or_else(|| self.variable(OLD_OWNER_PASSWORD))
    }

    /// Saves the role that owns the database. It is not a variable of `spin.toml`, so that no
    /// component sees it.
    pub fn set_owner(&mut self, name: &str, password: &str) {
        self.set(OWNER, name);
        self.set(OWNER_PASSWORD, password);
    }

    /// Renames settings that had another name in an earlier version.
    fn carry_over(&mut self) {
        self.rename(&env_name(OLD_OWNER), OWNER);
        self.rename(&env_name(OLD_OWNER_PASSWORD), OWNER_PASSWORD);
    }

    /// Writes `.env` if it has changed, readable only by its owner.
    fn save(&self) -> Result<()> {
        if std::fs::read_to_string(path()).is_ok_and(|present| present == self.text) {
            return Ok(());
        }
        let header = if self.text.starts_with('#') || path().exists() { "" } else { HEADER };
        // Written beside it and renamed, so that an interruption loses no secrets.
        let partial = path().with_extension(format!("{}.partial", std::process::id()));
        std::fs::write(&partial, "").context("cannot write beside .env")?;
        std::fs::set_permissions(&partial, Permissions::from_mode(0o600))
            .and_then(|()| std::fs::write(&partial, format!("{header}{}", self.text)))
            .and_then(|()| std::fs::rename(&partial, path()))
            .context("cannot write .env")
    }

    /// The variables of `.env`, for the host's environment. It inherits those of the environment
    /// itself.
    pub fn variables(&self) -> impl Iterator<Item = (&String, &String)> {
        self.values.iter().filter(|(name, _)| {
            name.starts_with(VARIABLE_PREFIX) && std::env::var_os(name).is_none()
        })
    }
}

fn path() -> PathBuf {
    workspace::root().join(".env")
}

/// The name that a line of `.env` sets.
fn assigned_name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let (name, _) = line.split_once('=')?;
    Some(name.trim())
}

/// Plain if that is safe, otherwise in single quotes or, if they don't suffice, escaped.
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
    use std::collections::BTreeSet;

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

    fn four() -> Vec<String> {
        ["blog", "live-search", "user", "web"].map(str::to_owned).to_vec()
    }

    #[test]
    fn a_secret_is_made_once() {
        let mut settings = Settings::parse(String::new()).unwrap();
        settings.ensure_secrets_of(&four()).unwrap();
        let text = settings.text.clone();
        settings.ensure_secrets_of(&four()).unwrap();
        assert_eq!(settings.text, text);
        for name in ["jwt_secret", "user_db_password", "live_search_db_password"] {
            assert!(settings.variable(name).unwrap().len() >= 32, "{name}");
        }
    }

    #[test]
    fn each_component_has_a_role_and_a_password_of_its_own() {
        let mut settings = Settings::parse(String::new()).unwrap();
        let error = settings.logins_of(four(), "posts").unwrap_err().to_string();
        assert!(error.contains("`blog` has no password"), "{error}");
        settings.set_variable("web_db_user", "reader");
        settings.ensure_secrets_of(&four()).unwrap();
        let logins = settings.logins_of(four(), "posts").unwrap();
        let users: Vec<_> = logins.iter().map(|login| login.user.as_str()).collect();
        let expected =
            ["posts_blog_login", "posts_live_search_login", "posts_user_login", "reader"];
        assert_eq!(users, expected);
        let passwords: BTreeSet<_> = logins.iter().map(|login| &login.password).collect();
        assert_eq!(passwords.len(), 4);
    }

    #[test]
    fn the_projects_components_get_their_secrets() {
        let mut settings = Settings::parse(String::new()).unwrap();
        settings.ensure_secrets().unwrap();
        assert_eq!(
            settings.logins("posts").unwrap().len(),
            components::with_database().unwrap().len()
        );
    }

    #[test]
    fn the_owner_of_before_is_carried_over_in_place() {
        let before = "A=1\nSPIN_VARIABLE_DB_USER=ada\nSPIN_VARIABLE_DB_PASSWORD='p w'\nB=2\n";
        let mut settings = Settings::parse(before.to_owned()).unwrap();
        let owner = (settings.owner().unwrap(), settings.owner_password().unwrap());
        assert_eq!(owner, ("ada".to_owned(), "p w".to_owned()));
        settings.carry_over();
        let after = "A=1\nCONNECTLY_DB_OWNER=ada\nCONNECTLY_DB_OWNER_PASSWORD='p w'\nB=2\n";
        assert_eq!(settings.text, after);
        assert_eq!(settings.owner_password().unwrap(), owner.1);
        settings.set_owner(&owner.0, &owner.1);
        assert_eq!(settings.text, after);
        assert_eq!(settings.variables().count(), 0);
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
