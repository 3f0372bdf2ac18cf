//! What wasmtime generates from `wit/`.

#![allow(missing_docs, reason = "generated; the WIT files say what it is")]

wasmtime::component::bindgen!({
    path: "wit",
    world: "host",
    imports: {
        "spin:postgres/postgres.[static]connection.open": async | trappable,
        "spin:postgres/postgres.[method]connection.query": async | trappable,
        "spin:postgres/postgres.[method]connection.execute": async | trappable,
        default: trappable,
    },
    with: {
        "spin:postgres/postgres.connection": crate::connection::Connection,
        "spin:postgres/postgres.connection-builder": crate::connection::ConnectionBuilder,
    },
});
