//! The HTTP side: connections in, requests to components, and the host's own answers.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use serde::Serialize;
use tokio::net::TcpListener;
use wasmtime_wasi_http::handler::{ProxyHandler, TrapOrPanicError};
use wasmtime_wasi_http::{Error, WasiBody};

use crate::headers;
use crate::instances::Instances;
use crate::routes::{RouteMatch, Router, WELL_KNOWN};
use crate::trace;

/// How long requests in flight may take after the host is told to stop.
const GRACE: Duration = Duration::from_secs(3);

/// A loaded application.
pub struct Server {
    /// The answer of `/.well-known/spin/info`.
    pub info: Info,
    /// Path → component.
    pub router: Router,
    /// Id of a component → its instances.
    pub components: HashMap<String, ProxyHandler<Instances>>,
}

/// The application as `/.well-known/spin/info` shows it.
#[derive(Serialize)]
pub struct Info {
    /// Its name.
    pub name: String,
    /// Its version.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
}

impl Server {
    /// Serves until `stop` is done, then lets the requests in flight end for a moment.
    pub async fn serve(self, listener: TcpListener, stop: impl Future<Output = ()>) -> Result<()> {
        let server = Arc::new(self);
        let connections = GracefulShutdown::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            let (stream, client) = tokio::select! {
                accepted = listener.accept() => accepted?,
                () = &mut stop => break,
            };
            let server = Arc::clone(&server);
            let answer = service_fn(move |request| {
                let server = Arc::clone(&server);
                async move { server.answer(request, client).await }
            });
            let connection = Builder::new(TokioExecutor::new())
                .serve_connection(TokioIo::new(stream), answer)
                .into_owned();
            let connection = connections.watch(connection);
            // Errors are ignored: the client went away, or did not speak HTTP.
            tokio::spawn(async move { drop(connection.await) });
        }
        drop(listener);
        let _ = tokio::time::timeout(GRACE, connections.shutdown()).await;
        Ok(())
    }

    /// Answers one request. An error closes the connection.
    async fn answer(
        &self,
        mut request: Request<Incoming>,
        client: SocketAddr,
    ) -> Result<Response<WasiBody>> {
        headers::strip(request.headers_mut());
        let path = request.uri().path().to_owned();
        if let Some(name) = path.strip_prefix(WELL_KNOWN) {
            return self.answer_well_known(name);
        }
        let Some(found) = self.router.find(&path) else {
            return Ok(plain(StatusCode::NOT_FOUND, ""));
        };
        headers::make_uri_absolute(&mut request)?;
        let component = &found.route.component;
        let response = self.run(request, &found, client).await;
        Ok(response.unwrap_or_else(|error| {
            // The instance reports its own end.
            if !error.is::<TrapOrPanicError>() {
                eprintln!("Component {component:?} failed to answer {path}: {error:#}");
            }
            plain(StatusCode::INTERNAL_SERVER_ERROR, "")
        }))
    }

    async fn run(
        &self,
        mut request: Request<Incoming>,
        found: &RouteMatch<'_>,
        client: SocketAddr,
    ) -> Result<Response<WasiBody>> {
        headers::add(&mut request, found, client)?;
        let request = request.map(|body| body.map_err(Error::from).boxed_unsync());
        let component = self
            .components
            .get(&found.route.component)
            .context("the component of a route is not loaded")?;
        let name = component.state().trace.as_ref().map(|_| trace::name(&request));
        Ok(component.handle(name, request).await?)
    }

    fn answer_well_known(&self, name: &str) -> Result<Response<WasiBody>> {
        Ok(match name {
            "health" => plain(StatusCode::OK, "OK"),
            "info" => {
                let mut response = plain(StatusCode::OK, serde_json::to_vec_pretty(&self.info)?);
                let json = http::HeaderValue::from_static("application/json");
                response.headers_mut().insert(CONTENT_TYPE, json);
                response
            }
            _ => plain(StatusCode::NOT_FOUND, ""),
        })
    }
}

fn plain(status: StatusCode, body: impl Into<Bytes>) -> Response<WasiBody> {
    let body = Full::new(body.into()).map_err(|never: Infallible| match never {});
    let mut response = Response::new(body.boxed_unsync());
    *response.status_mut() = status;
    response
}
