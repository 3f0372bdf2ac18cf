//! Tries faults around the application, and records what users notice.
//!
//! A separate program, with one fault at a time. `cargo xtask test` tries each fault briefly.
//! `cargo xtask test --faults` tries each at full length and writes the figures to
//! `docs/reliability.md`. `trial` checks what must hold each time.

mod raw;
mod trial;

mod clients;
mod clock;
mod disk;
mod instances;
mod line;
mod many_hosts;
mod migration;
mod postgres;
