//! How closely the host imitates Spin. By default it does so in all it can. `--like-spin=off` leaves
//! Spin's way where another one is faster, to measure what a host could gain.

use std::str::FromStr;

use clap::ValueEnum;

/// A release of Spin, as far as components for WASI 0.2 can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Release {
    /// Answers when there is no row. Of an error while rows are collected, it gives Postgres's
    /// message, detail and hint.
    #[value(name = "3.6")]
    Spin3,
    /// Never answers when there is no row. Of such an error, it gives a text with all fields.
    #[value(name = "4.0")]
    Spin4,
}

/// Options of `up` that Spin doesn't have.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct Imitation {
    /// The release of Spin that components for WASI 0.2 are to find
    #[arg(long = "imitate", value_enum, value_name = "RELEASE")]
    #[arg(env = "CONNECTLY_DEVHOST_IMITATES", default_value = "4.0")]
    pub release: Release,
    /// Off: faster than Spin, in all that this host can do better, or only in what you name: epochs,
    /// pool, rows, statements
    #[arg(long = "like-spin", value_name = "on|off|off:NAME,…")]
    #[arg(env = "CONNECTLY_DEVHOST_LIKE_SPIN", default_value = "on")]
    pub faster: Faster,
}

/// What the host does in a faster way than Spin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faster {
    /// Guests have no interruption points.
    pub epochs: bool,
    /// The pool gives out a connection as the last component left it.
    pub pool: bool,
    /// Rows are handed over in batches, and a short result without a task.
    pub rows: bool,
    /// A connection prepares a statement once.
    pub statements: bool,
}

impl FromStr for Faster {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut faster = Self::default();
        let names = match text {
            "on" => return Ok(faster),
            "off" => "epochs,pool,rows,statements",
            _ => text.strip_prefix("off:").ok_or("it is on, off, or off: with names")?,
        };
        for name in names.split(',') {
            let part = match name {
                "epochs" => &mut faster.epochs,
                "pool" => &mut faster.pool,
                "rows" => &mut faster.rows,
                "statements" => &mut faster.statements,
                _ => {
                    return Err(format!("{name:?} is none of epochs, pool, rows and statements"));
                }
            };
            *part = true;
        }
        Ok(faster)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn off_is_all_or_what_is_named() {
        let none = Faster::default();
        let all = Faster { epochs: true, pool: true, rows: true, statements: true };
        assert_eq!("on".parse(), Ok(none));
        assert_eq!("off".parse(), Ok(all));
        assert_eq!("off:rows".parse(), Ok(Faster { rows: true, ..none }));
        assert_eq!("off:pool,epochs".parse(), Ok(Faster { rows: false, statements: false, ..all }));
        for text in ["", "yes", "rows", "off:", "off:fast", "off:rows,", "on:rows"] {
            text.parse::<Faster>().unwrap_err();
        }
    }
}
