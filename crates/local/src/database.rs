//! The address of a database, as a URL and as the variables of `spin.toml`.

use anyhow::{Context, Result, bail};
use percent_encoding::percent_decode_str;
use url::Url;

/// The variables of `spin.toml` that say where the database is. The roles that connect to it are in
/// `roles.rs`.
pub const VARIABLES: [&str; 4] = ["db_host", "db_port", "db_name", "db_sslmode"];

/// How a database is reached.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    /// A name or an IP address.
    pub host: String,
    /// The TCP port.
    pub port: u16,
    /// The database.
    pub name: String,
    /// The role.
    pub user: String,
    /// The role's password; may be empty.
    pub password: String,
    /// `disable`, `prefer`, `require`, `verify-ca` or `verify-full`.
    pub sslmode: String,
}

impl Address {
    /// Parses a URL such as `postgres://user:password@host:5432/name?sslmode=require`.
    pub fn parse(url: &str) -> Result<Self> {
        let url = Url::parse(url).context("DATABASE_URL is not a URL")?;
        if !matches!(url.scheme(), "postgres" | "postgresql") {
            bail!("DATABASE_URL must begin with postgres://, not with {}:", url.scheme());
        }
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.context("DATABASE_URL has no host; Spin needs TCP, not a socket")?;
        let user = decode(url.username())?;
        if user.is_empty() {
            bail!("DATABASE_URL has no user");
        }
        let path = decode(url.path().trim_start_matches('/'))?;
        let sslmode = url.query_pairs().find(|(name, _)| name == "sslmode");
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(5432),
            name: if path.is_empty() { user.clone() } else { path },
            user,
            password: decode(url.password().unwrap_or_default())?,
            sslmode: sslmode.map_or_else(|| "prefer".to_owned(), |(_, mode)| mode.into_owned()),
        })
    }

    /// The address as a URL.
    pub fn url(&self) -> Result<String> {
        let host =
            if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        let mut url = Url::parse(&format!("postgres://{host}:{}", self.port))
            .with_context(|| format!("`{}` is not a host", self.host))?;
        url.path_segments_mut().ok().context("not a base URL")?.push(&self.name);
        let set =
            url.set_username(&self.user).and_then(|()| url.set_password(Some(&self.password)));
        set.ok().context("a URL with this host can have no user")?;
        url.query_pairs_mut().append_pair("sslmode", &self.sslmode);
        Ok(url.into())
    }

    /// The values of [`VARIABLES`], in the same order.
    pub fn values(&self) -> [String; 4] {
        [self.host.clone(), self.port.to_string(), self.name.clone(), self.sslmode.clone()]
    }
}

/// Without the password.
impl std::fmt::Debug for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}:{}/{}", self.user, self.host, self.port, self.name)
    }
}

fn decode(text: &str) -> Result<String> {
    let text = percent_decode_str(text).decode_utf8().context("DATABASE_URL is not UTF-8")?;
    Ok(text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        let url = "postgresql://ada:p%40ss%2Fword@db.example:6543/posts?sslmode=require";
        let address = Address::parse(url).unwrap();
        assert_eq!(address.values(), ["db.example", "6543", "posts", "require"]);
        assert_eq!((address.user.as_str(), address.password.as_str()), ("ada", "p@ss/word"));
    }

    #[test]
    fn what_a_url_leaves_out_is_filled_in_as_libpq_does() {
        let address = Address::parse("postgres://ada@localhost").unwrap();
        assert_eq!(address.values(), ["localhost", "5432", "ada", "prefer"]);
        assert_eq!(address.password, "");
    }

    #[test]
    fn a_url_survives_both_ways() {
        for url in [
            "postgres://ada:p%40ss%2Fword@db.example:6543/posts?sslmode=require",
            "postgres://ada:x@[::1]:5432/two%20words?sslmode=disable",
        ] {
            let address = Address::parse(url).unwrap();
            assert_eq!(Address::parse(&address.url().unwrap()).unwrap(), address, "{url}");
        }
    }

    #[test]
    fn what_cannot_work_is_refused_with_a_reason() {
        for (url, reason) in [
            ("localhost", "not a URL"),
            ("mysql://ada@localhost/posts", "must begin with postgres://"),
            ("postgres:///posts", "no host"),
            ("postgres://localhost/posts", "no user"),
        ] {
            let error = Address::parse(url).unwrap_err();
            assert!(error.to_string().contains(reason), "{url}: {error}");
        }
    }

    #[test]
    fn the_password_is_not_shown() {
        let address = Address::parse("postgres://ada:secret@localhost/posts").unwrap();
        assert_eq!(format!("{address:?}"), "ada@localhost:5432/posts");
    }
}
