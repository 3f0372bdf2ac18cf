//! PgBouncer between the application and Postgres, with the configuration of `deploy/pgbouncer.ini`.

use std::{fs, net::Ipv4Addr, os::unix::process::CommandExt as _};

use connectly_local::{database::Address, postgres::Account, proxies, roles, workspace};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, Row as _, postgres::PgRow};

use crate::{Stage, proxy::Proxy};

/// The user of its console.
const ADMINISTRATOR: &str = "administrator";

/// A running PgBouncer. It ends with this value.
pub struct PgBouncer {
    proxy: Proxy,
    /// The superuser's address of the server behind it.
    postgres: Address,
    port: u16,
}

impl PgBouncer {
    /// Starts one in front of the server with this URL, with the passwords of the tests' roles.
    ///
    /// # Panics
    /// When it doesn't start.
    pub async fn before(postgres: &str) -> Self {
        let users = roles_of(&Address::parse(postgres).expect("a URL"));
        let users = users.iter().map(|(user, password)| format!("\"{user}\" \"{password}\"\n"));
        Self::with(postgres, &users.collect::<String>(), "").await
    }

    /// Likewise, with this list of users and more lines in its configuration.
    ///
    /// # Panics
    /// When it doesn't start.
    pub async fn with(postgres: &str, users: &str, lines: &str) -> Self {
        let postgres = Address::parse(postgres).expect("a URL");
        // It refuses to run as root.
        let account = Account::find().await.expect("a user for PgBouncer");
        let (proxy, [port]) = Proxy::start(&proxies::PGBOUNCER, |command, folder, [port]| {
            let (file, list) = (folder.join("pgbouncer.ini"), folder.join("userlist.txt"));
            let administrator = format!("\"{ADMINISTRATOR}\" \"{}\"\n", postgres.password);
            fs::write(&list, users.to_owned() + &administrator).expect("a file");
            let configuration = format!(
                "{}\nlisten_port = {port}\nauth_file = {}\nadmin_users = {ADMINISTRATOR}\n{lines}",
                configuration(&postgres),
                list.display(),
            );
            fs::write(&file, configuration).expect("a file");
            for path in [folder, &file, &list] {
                account.own(path).expect("a file of its own");
            }
            if let Some((user, group)) = account.ids() {
                command.uid(user).gid(group);
            }
            command.arg(file);
        })
        .await;
        Self { proxy, postgres, port }
    }

    /// Ends it, with all of its connections.
    pub fn kill(&mut self) {
        self.proxy.kill();
    }

    /// Starts it again, on the same port.
    pub async fn start_again(&mut self) {
        self.proxy.start_again(&[self.port]).await;
    }

    /// How the superuser reaches a database through it.
    ///
    /// # Panics
    /// Never: it is a URL again.
    pub fn url(&self, database: &str) -> String {
        self.address(&self.postgres.user, database).url().expect("a URL")
    }

    /// How a role reaches a database through it. All have the same password.
    pub fn address(&self, user: &str, database: &str) -> Address {
        Address {
            host: Ipv4Addr::LOCALHOST.to_string(),
            port: self.port,
            name: database.to_owned(),
            user: user.to_owned(),
            ..self.postgres.clone()
        }
    }

    /// Runs a command on its console and returns the sum of a column's numbers, or 0.
    ///
    /// # Panics
    /// When the command fails.
    pub async fn console(&self, command: &str, column: &str) -> u64 {
        let url = self.address(ADMINISTRATOR, "pgbouncer").url().expect("a URL");
        let mut connection = PgConnection::connect(&url).await.expect("PgBouncer's console");
        // It understands simple queries only.
        let rows = sqlx::raw_sql(AssertSqlSafe(command)).fetch_all(&mut connection).await;
        let rows = rows.unwrap_or_else(|error| panic!("{command}: {error}"));
        let number = |row: &PgRow| row.get_unchecked::<String, _>(column).parse::<u64>();
        rows.iter().map(|row| number(row).expect("a number")).sum()
    }
}

impl Stage {
    /// With PgBouncer between the host and Postgres.
    #[must_use]
    pub fn behind_pgbouncer(self, pgbouncer: &PgBouncer) -> Self {
        self.variable("db_host", "127.0.0.1").variable("db_port", &pgbouncer.port.to_string())
    }
}

/// The superuser and the components' login roles, with their passwords.
fn roles_of(postgres: &Address) -> Vec<(String, String)> {
    let logins = roles::of_tests(&postgres.password).expect("the components");
    let superuser = (postgres.user.clone(), postgres.password.clone());
    let logins = logins.into_iter().map(|login| (login.user, login.password));
    std::iter::once(superuser).chain(logins).collect()
}

/// The file with the tests' server for every database.
fn configuration(postgres: &Address) -> String {
    const DATABASE: &str = "\nconnectly = host=127.0.0.1 port=5432 ";
    let file = workspace::root().join("deploy/pgbouncer.ini");
    let text = fs::read_to_string(file).expect("the configuration");
    assert!(text.contains(DATABASE), "deploy/pgbouncer.ini lacks {DATABASE:?}");
    text.replace(DATABASE, &format!("\n* = host={} port={} ", postgres.host, postgres.port))
}
