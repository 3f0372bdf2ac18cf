//! A Postgres that needs no installation: the programs come from an npm package and run in the
//! project's folders.

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
