//! What the host keeps for one instance.

use std::sync::Arc;

use http::HeaderName;
use http_body_util::BodyExt;
use wasmtime::Result;
use wasmtime::component::ResourceTable;
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxView, WasiView};
use wasmtime_wasi_http::{
    DEFAULT_FORBIDDEN_HEADERS, Error, ForbiddenHeaderFilter, RequestOptions, WasiBody, WasiHttpCtx,
    WasiHttpCtxView, WasiHttpHooks, WasiHttpView, default_send_request,
};

use crate::component::Component;
use crate::postgres::PostgresView;
use crate::trace::Ledger;

/// The data of a wasmtime store.
pub struct State {
    component: Arc<Component>,
    table: ResourceTable,
    wasi: WasiCtx,
    http: WasiHttpCtx,
    hooks: Hooks,
    /// What its requests called, where that is traced.
    pub ledger: Option<Ledger>,
}

impl State {
    /// The state of a new instance: read-only folders, no environment, no network
    /// except Postgres and HTTP.
    /// Output goes to the host's stderr, as in Spin.
    ///
    /// # Errors
    /// When a folder no longer exists.
    pub fn new(component: Arc<Component>) -> Result<Self> {
        let mut wasi = WasiCtx::builder();
        if !component.quiet {
            wasi.stdout(std::io::stderr()).stderr(std::io::stderr());
        }
        for (source, destination) in &component.folders {
            wasi.preopened_dir(source, destination, FsPerms::ReadOnly)?;
        }
        let hooks = Hooks { incoming: false, component: component.clone() };
        Ok(Self {
            component,
            table: ResourceTable::new(),
            wasi: wasi.build(),
            http: WasiHttpCtx::new(),
            hooks,
            ledger: None,
        })
    }
}

/// The part that reads variables.
pub fn variables(state: &mut State) -> &Component {
    &state.component
}

/// The part that talks to Postgres.
pub fn postgres(state: &mut State) -> PostgresView<'_> {
    PostgresView { postgres: &state.component.postgres, table: &mut state.table }
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        self.http_view(false)
    }
}

impl State {
    /// The view under which a client's request reaches the component.
    pub fn incoming_http(&mut self) -> WasiHttpCtxView<'_> {
        self.http_view(true)
    }

    fn http_view(&mut self, incoming: bool) -> WasiHttpCtxView<'_> {
        self.hooks.incoming = incoming;
        WasiHttpCtxView { hooks: &mut self.hooks, table: &mut self.table, ctx: &mut self.http }
    }
}

/// How a component may use HTTP.
struct Hooks {
    incoming: bool,
    component: Arc<Component>,
}

impl Hooks {
    /// Wasmtime 48 hides `host` and similar headers from components. Spin 4.1 shows them, and
    /// forbids components to set them.
    fn forbids(incoming: bool, name: &HeaderName) -> bool {
        !incoming && DEFAULT_FORBIDDEN_HEADERS.contains(name)
    }
}

type Reply = (http::Response<WasiBody>, Box<dyn Future<Output = Result<(), Error>> + Send>);

impl WasiHttpHooks for Hooks {
    fn is_forbidden_header(&mut self, name: &HeaderName) -> bool {
        Self::forbids(self.incoming, name)
    }

    fn forbidden_header_filter(&mut self) -> ForbiddenHeaderFilter {
        let incoming = self.incoming;
        Arc::new(move |name| Self::forbids(incoming, name))
    }

    /// Sends it if `allowed_outbound_hosts` has the server, as Spin does.
    fn send_request(
        &mut self,
        request: http::Request<WasiBody>,
        options: Option<RequestOptions>,
        _done: Box<dyn Future<Output = Result<(), Error>> + Send>,
    ) -> Box<dyn Future<Output = Result<Reply, Error>> + Send> {
        let allowed = &self.component.allowed;
        let uri = request.uri();
        let is_allowed = uri.host().is_some_and(|host| {
            allowed.allows(uri.scheme_str().unwrap_or("http"), host, uri.port_u16())
        });
        if !is_allowed {
            let host = uri.authority().map_or("?", |authority| authority.as_str());
            eprintln!("A component may not send requests to {host}.");
            return Box::new(async { Err(Error::HttpRequestDenied) });
        }
        Box::new(async move {
            let (response, connection) = default_send_request(request, options).await?;
            let connection: Box<dyn Future<Output = _> + Send> = Box::new(connection);
            Ok((response.map(BodyExt::boxed_unsync), connection))
        })
    }
}
