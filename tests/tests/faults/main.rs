//! Faults, tried: what goes wrong around the application, and what people notice of it.
//!
//! A program of its own, and one fault at a time. `cargo xtask test` tries each for a moment;
//! `cargo xtask test --faults` at its full length, and writes what it has measured to
//! `docs/reliability.md`. What must hold each time is in `trial`.

mod raw;
mod trial;

mod clients;
mod clock;
mod disk;
mod instances;
mod line;
mod migration;
mod postgres;
