//! What wasmtime generates from `wit/`.

#![allow(missing_docs, reason = "generated; the WIT files say what it is")]

wasmtime::component::bindgen!({
    path: "wit",
    world: "host",
    imports: { default: trappable },
    with: {
        "spin:postgres/postgres.connection": crate::connection::Connection,
        "spin:postgres/postgres.connection-builder": crate::connection::ConnectionBuilder,
    },
});
