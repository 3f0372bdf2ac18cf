//! The runtime from outside, through the probe guest (`tests/guests/probe`). `wasi_0_2` and
//! `wasi_0_3_candidate` ask its siblings for older hosts.
//!
//! `CONNECTLY_RUNTIME_PROGRAM` names the program under test: a `connectly-devhost` (by default that
//! of this build) or a real `spin`. Both must pass. Where they differ, `differences` says what each
//! does. `CONNECTLY_TEST_DATABASE_URL` names a Postgres in which the tests may make databases.

mod app;
mod client;
mod database;

mod differences;
mod faster;
mod files;
mod http;
mod instances;
mod postgres;
mod startup;
mod tls;
mod tls_postgres;
mod trace;
mod values;
mod variables;
mod wasi_0_2;
mod wasi_0_3_candidate;
