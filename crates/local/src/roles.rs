//! The roles that the components connect to Postgres as.
//!
//! `migrations/0005_roles.sql` grants each component's rights to a role of the whole server. Its
//! members are the login roles of installations. Each component has its own, so that none knows
//! another's password.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::components::{self, default_user, granted_to, password_variable, user_variable};
use crate::database::{Address, VARIABLES};
use crate::manifest::env_name;
use crate::report;

/// How often to check again for what is missing, if another process makes the same roles meanwhile.
const ATTEMPTS: usize = 5;

/// How long Postgres works on a component's statement and waits for a lock, in milliseconds. A
/// component asks for both when it connects (`crates/service/src/address.rs`), but a pooler such as
/// PgBouncer doesn't pass that on, so the login roles have them too.
pub const LIMITS: [(&str, u32); 2] = [("statement_timeout", 3_000), ("lock_timeout", 1_000)];

/// A component's name and password in Postgres.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// The component.
    pub component: String,
    /// The login role.
    pub user: String,
    /// Its password.
    pub password: String,
}

/// A missing role, right or password, and the statement that adds it.
struct Step {
    statement: String,
    /// The same statement without a password.
    shown: String,
}

/// The login roles of a test's databases. They belong to the whole server, so they share one
/// password, which is as secret as the one in the server's URL.
pub fn of_tests(password: &str) -> Result<Vec<Login>> {
    let login = |component: String| Login {
        user: default_user("test", &component),
        component,
        password: password.to_owned(),
    };
    Ok(components::with_database()?.into_iter().map(login).collect())
}

/// The variables of `spin.toml` with the database's address and each component's role.
pub fn variables(database: &Address, logins: &[Login]) -> Vec<(String, String)> {
    let address = VARIABLES.map(str::to_owned).into_iter().zip(database.values());
    address.chain(logins.iter().flat_map(Login::variables)).collect()
}

impl Login {
    /// The variables of `spin.toml` that tell the component.
    fn variables(&self) -> [(String, String); 2] {
        [
            (user_variable(&self.component), self.user.clone()),
            (password_variable(&self.component), self.password.clone()),
        ]
    }

    /// How the component reaches a database.
    pub fn address(&self, database: &Address) -> Address {
        Address { user: self.user.clone(), password: self.password.clone(), ..database.clone() }
    }

    /// Whether the role can sign in with this password.
    async fn works(&self, database: &Address) -> Result<bool> {
        match PgConnection::connect(&self.address(database).url()?).await {
            Ok(connection) => {
                connection.close().await?;
                Ok(true)
            }
            // The role doesn't exist, may not log in, or has another password.
            Err(sqlx::Error::Database(error))
                if error.code().is_some_and(|code| code.starts_with("28")) =>
            {
                Ok(false)
            }
            Err(error) => Err(error).with_context(|| format!("cannot connect as {}", self.user)),
        }
    }
}

/// Without the password.
impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} as {}", self.component, self.user)
    }
}

/// Makes what is missing: roles, their memberships, their passwords. If the address's own role may
/// not do that, the error says what another role has to run.
///
/// Runs before the migrations, because they grant rights to these roles.
pub async fn prepare(database: &Address, logins: &[Login]) -> Result<()> {
    check(database, logins)?;
    let mut connection = connect(database).await?;
    let components: Vec<_> = logins.iter().map(|login| login.component.clone()).collect();
    complete(&mut connection, database, &components, logins).await?;
    take_temporary_tables(&mut connection).await?;
    connection.close().await.context("cannot close the connection")?;
    for login in logins {
        limit_waits(&login.address(database)).await?;
    }
    Ok(())
}

/// Makes only the roles that the migrations grant to: the migrations come after it. The login roles
/// may be made later.
pub async fn prepare_for_grants(database: &Address) -> Result<()> {
    let mut connection = connect(database).await?;
    complete(&mut connection, database, &components::with_database()?, &[]).await?;
    connection.close().await.context("cannot close the connection")
}

async fn connect(database: &Address) -> Result<PgConnection> {
    PgConnection::connect(&database.url()?).await.context("cannot connect to the database")
}

async fn complete(
    connection: &mut PgConnection,
    database: &Address,
    components: &[String],
    logins: &[Login],
) -> Result<()> {
    for _ in 0..ATTEMPTS {
        let mut steps = missing_groups(connection, components).await?;
        steps.extend(missing_logins(connection, database, logins).await?);
        if steps.is_empty() {
            return Ok(());
        }
        run(connection, database, &steps).await?;
    }
    bail!("the roles of {database:?} have changed meanwhile; is another program changing them?")
}

/// Gives a login role the [`LIMITS`] that its sessions lack. A role may do that itself.
async fn limit_waits(login: &Address) -> Result<()> {
    let mut connection = connect(login).await?;
    for (name, milliseconds) in LIMITS {
        let failed = || format!("cannot set {name} of {}", login.user);
        let query = sqlx::query_scalar("select current_setting($1)").bind(name);
        let value: String = query.fetch_one(&mut connection).await.with_context(failed)?;
        if value == "0" {
            let statement = format!("alter role current_user set {name} = {milliseconds}");
            alter_role(&mut connection, &statement).await.with_context(failed)?;
            report::note(format_args!("{} has {name} = {milliseconds}", login.user));
        }
    }
    connection.close().await.context("cannot close the connection")
}

/// Changes a role, again and again if another process changes the same one at this moment.
async fn alter_role(connection: &mut PgConnection, statement: &str) -> Result<(), sqlx::Error> {
    for _ in 1..ATTEMPTS {
        match connection.execute(AssertSqlSafe(statement)).await {
            Err(error) if is_at_once(&error) => {}
            result => return result.map(drop),
        }
    }
    connection.execute(AssertSqlSafe(statement)).await.map(drop)
}

/// Whether another process has just changed the same role.
fn is_at_once(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.is_some_and(|code| ["42710", "23505", "XX000"].contains(&&*code))
}

/// Revokes everyone's right to make temporary tables in the database, because nothing needs it.
/// This is not a migration, because a copy of a database loses the rights on the database itself.
pub async fn take_temporary_tables(connection: &mut PgConnection) -> Result<()> {
    let statement = "select format('revoke temporary on database %I from public', datname)
        from pg_database where datname = current_database()
            and pg_has_role(datdba, 'usage') and has_database_privilege('public', oid, 'temp')";
    // Only the database's owner can do this. For others, see docs/operations.md.
    let statement: Option<String> =
        sqlx::query_scalar(statement).fetch_optional(&mut *connection).await?;
    if let Some(statement) = statement {
        connection.execute(AssertSqlSafe(statement)).await?;
    }
    Ok(())
}

/// No component may be the owner of the tables. Two may share a role if the variables say so, but then
/// each can do what the other can.
fn check(database: &Address, logins: &[Login]) -> Result<()> {
    if let Some(login) = logins.iter().find(|login| login.user == database.user) {
        bail!(
            "{} is {}, the role that owns the database: a component needs another role",
            user_variable(&login.component),
            database.user
        );
    }
    let users: BTreeSet<_> = logins.iter().map(|login| &login.user).collect();
    if users.len() < logins.len() {
        report::note("components share a role, so each can do in the database what the others can");
    }
    Ok(())
}

/// The statements that create the roles that rights are granted to.
async fn missing_groups(connection: &mut PgConnection, components: &[String]) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for group in components.iter().map(|component| granted_to(component)) {
        if !exists(connection, &group).await? {
            steps.push(Step::new(connection, "create role %I", &[&group]).await?);
        }
    }
    Ok(steps)
}

/// The statements for the login roles, once the other roles exist.
async fn missing_logins(
    connection: &mut PgConnection,
    database: &Address,
    logins: &[Login],
) -> Result<Vec<Step>> {
    let mut steps = Vec::new();
    for login in logins {
        let group = granted_to(&login.component);
        if !exists(connection, &login.user).await? {
            let template = "create role %I login in role %I password %L";
            let names = [login.user.as_str(), &group];
            steps.push(Step::with_password(connection, template, &names, login).await?);
            continue;
        }
        let is_member = is_member(connection, &login.user, &group).await?;
        let works = login.works(database).await?;
        if !is_member && !works {
            bail!(
                "there is a role {} already, which is not the component's: choose another name \
                 with {}, or run: grant {group} to {}",
                login.user,
                env_name(&user_variable(&login.component)),
                login.user
            );
        }
        if !is_member {
            let names = [group.as_str(), &login.user];
            steps.push(Step::new(connection, "grant %I to %I", &names).await?);
        }
        if !works {
            let names = [login.user.as_str()];
            let template = "alter role %I login password %L";
            steps.push(Step::with_password(connection, template, &names, login).await?);
        }
    }
    Ok(steps)
}

async fn exists(connection: &mut PgConnection, role: &str) -> Result<bool> {
    let query = "select exists (select from pg_roles where rolname = $1)";
    Ok(sqlx::query_scalar(query).bind(role).fetch_one(connection).await?)
}

async fn is_member(connection: &mut PgConnection, role: &str, of: &str) -> Result<bool> {
    let query = "select exists (
            select from pg_auth_members
            where roleid = to_regrole(quote_ident($2)) and member = to_regrole(quote_ident($1))
        )";
    Ok(sqlx::query_scalar(query).bind(role).bind(of).fetch_one(connection).await?)
}

async fn run(connection: &mut PgConnection, database: &Address, steps: &[Step]) -> Result<()> {
    for (number, step) in steps.iter().enumerate() {
        let Err(error) = connection.execute(AssertSqlSafe(step.statement.clone())).await else {
            report::note(&step.shown);
            continue;
        };
        match error.as_database_error().and_then(|error| error.code()).as_deref() {
            // Check again.
            _ if is_at_once(&error) => return Ok(()),
            Some("42501") => {
                let left: Vec<_> = steps[number..].iter().map(|step| step.shown.as_str()).collect();
                bail!(
                    "each component needs a role of its own, and {database:?} may not make them \
                     ({error}). A role that may has to run this, with the passwords that stand in \
                     `.env`, or with others that you write there:\n\n{};\n",
                    left.join(";\n")
                );
            }
            _ => return Err(error).with_context(|| step.shown.clone()),
        }
    }
    Ok(())
}

impl Step {
    async fn new(connection: &mut PgConnection, template: &str, names: &[&str]) -> Result<Self> {
        let statement = format(connection, template, names).await?;
        Ok(Self { shown: statement.clone(), statement })
    }

    /// The password comes last, after the names.
    async fn with_password(
        connection: &mut PgConnection,
        template: &str,
        names: &[&str],
        login: &Login,
    ) -> Result<Self> {
        let hidden = format!("<{}>", env_name(&password_variable(&login.component)));
        let shown = [names, &[hidden.as_str()]].concat();
        let names = [names, &[&login.password]].concat();
        Ok(Self {
            statement: format(connection, template, &names).await?,
            shown: format(connection, template, &shown).await?,
        })
    }
}

/// A statement that has names where Postgres allows no parameters; Postgres itself quotes them.
pub(crate) async fn format(
    connection: &mut PgConnection,
    template: &str,
    names: &[&str],
) -> Result<String> {
    let query = sqlx::query_scalar("select format($1, variadic $2::text[])");
    Ok(query.bind(template).bind(names).fetch_one(connection).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logins(users: [&str; 3]) -> Vec<Login> {
        let login = |(component, user): (&str, &str)| Login {
            component: component.to_owned(),
            user: user.to_owned(),
            password: "secret".to_owned(),
        };
        ["user", "blog", "web"].into_iter().zip(users).map(login).collect()
    }

    #[test]
    fn a_component_is_never_the_owner() {
        let database = Address::parse("postgres://owner@localhost/posts").unwrap();
        for users in [["one", "two", "three"], ["one", "one", "one"]] {
            check(&database, &logins(users)).unwrap();
        }
        let error = check(&database, &logins(["one", "owner", "three"])).unwrap_err().to_string();
        assert!(error.contains("blog_db_user"), "{error}");
    }

    #[test]
    fn the_password_is_not_shown() {
        assert_eq!(format!("{:?}", logins(["one", "two", "three"])[0]), "user as one");
    }
}
