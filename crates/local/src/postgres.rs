//! A Postgres that needs no installation: the npm package's programs, run in folders of
//! the project.

mod account;
mod cluster;
mod home;
mod install;
mod leftover;

pub use self::account::Account;
pub use self::cluster::{Cluster, Durability, Options};
pub use self::cluster::{free_port, read_port as port, running};
pub use self::home::home;
pub use self::install::{Binaries, prepare as binaries};
