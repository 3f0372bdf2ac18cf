//! PgBouncer with the configuration of `deploy/pgbouncer.ini`.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::database::Address;
use crate::postgres::Account;
use crate::{roles, workspace};

/// The user of its console, who has the superuser's password.
pub const ADMINISTRATOR: &str = "administrator";

/// The line of the file that says where the database is.
const DATABASE: &str = "\nconnectly = host=127.0.0.1 port=5432 ";

/// How it differs from the file.
#[derive(Clone, Debug)]
pub struct Setup<'a> {
    /// The superuser's address of the server, all of whose databases it serves.
    pub postgres: &'a Address,
    /// Where it listens on this machine.
    pub port: u16,
    /// Who may connect: `auth_file`.
    pub users: &'a str,
    /// More lines, of the section `[pgbouncer]`.
    pub lines: &'a str,
}

/// The list of the superuser and the tests' roles, with their passwords.
pub fn users(postgres: &Address) -> Result<String> {
    let logins = roles::of_tests(&postgres.password)?;
    let logins = logins.into_iter().map(|login| (login.user, login.password));
    let superuser = (postgres.user.clone(), postgres.password.clone());
    let line = |(user, password): (String, String)| format!("\"{user}\" \"{password}\"\n");
    Ok(std::iter::once(superuser).chain(logins).map(line).collect())
}

/// Writes its files into the folder, and completes the command that starts it.
pub fn prepare(
    command: &mut Command,
    folder: &Path,
    account: &Account,
    setup: &Setup<'_>,
) -> Result<()> {
    let (file, list) = (folder.join("pgbouncer.ini"), folder.join("userlist.txt"));
    let Setup { postgres, port, users, lines } = setup;
    let administrator = format!("\"{ADMINISTRATOR}\" \"{}\"\n", postgres.password);
    fs::write(&list, (*users).to_owned() + &administrator)?;
    let text = fs::read_to_string(workspace::root().join("deploy/pgbouncer.ini"))?;
    ensure!(text.contains(DATABASE), "deploy/pgbouncer.ini lacks {DATABASE:?}");
    let database = format!("\n* = host={} port={} ", postgres.host, postgres.port);
    let text = text.replace(DATABASE, &database);
    let own = format!(
        "\nlisten_port = {port}\nauth_file = {}\nadmin_users = {ADMINISTRATOR}\n{lines}",
        list.display()
    );
    fs::write(&file, text + &own).with_context(|| format!("cannot write {}", file.display()))?;
    for path in [folder, &file, &list] {
        account.own(path)?;
    }
    // It refuses to run as root.
    if let Some((user, group)) = account.ids() {
        command.uid(user).gid(group);
    }
    command.arg(file);
    Ok(())
}
