//! The runtime from outside, through the probe guest (`tests/guests/probe`).
//!
//! `CONNECTLY_RUNTIME_PROGRAM` names the program under test, a `connectly-devhost` (that of
//! this build if it is not set) or a real `spin`: both have to pass. Where they may differ,
//! `differences` says what each does. `CONNECTLY_TEST_DATABASE_URL` names a Postgres that the
//! tests may make databases in.

mod app;
mod client;
mod database;

mod differences;
mod files;
mod http;
mod instances;
mod postgres;
mod startup;
mod values;
mod variables;
