//! The export that the host calls for each request: `wasi:http/incoming-handler`.

use axum::{Router, body::Body};
use http::response::Parts;
use wasi::http::types::{
    ErrorCode, Fields, IncomingRequest, Method, OutgoingBody, OutgoingResponse, ResponseOutparam,
    Scheme,
};

use super::body::{self, RequestBody};
use crate::{App, entry, host::message};

/// Exports a component to the host. `$router` names a function `fn() -> axum::Router<App>`
/// beside it.
#[macro_export]
macro_rules! component {
    ($router:ident) => {
        #[doc(hidden)]
        mod __component {
            use $crate::__private::{
                Guest, IncomingRequest, ResponseOutparam, export, serve, wasi,
            };

            struct Component;

            impl Guest for Component {
                fn handle(request: IncomingRequest, response: ResponseOutparam) {
                    serve(request, response, super::$router);
                }
            }

            export!(Component with_types_in wasi);
        }
    };
}

/// Items that [`component!`] uses in another crate.
#[doc(hidden)]
pub mod __private {
    pub use wasi::{
        self,
        exports::http::incoming_handler::Guest,
        http::{
            proxy::export,
            types::{IncomingRequest, ResponseOutparam},
        },
    };

    pub use super::serve;
}

/// Answers one request. Every fault of the request, the configuration or the database becomes an
/// answer.
pub fn serve(request: IncomingRequest, to: ResponseOutparam, router: fn() -> Router<App>) {
    spin_executor::run(async move {
        let response = entry::answer(read(&request), router).await;
        send(response, to).await;
    });
}

/// A request of the host; `None` if it cannot be read.
fn read(request: &IncomingRequest) -> Option<http::Request<RequestBody>> {
    let mut read = http::Request::new(());
    *read.headers_mut() = message::headers(request.headers().entries())?;
    *read.method_mut() = method(&request.method())?;
    *read.uri_mut() = uri(request)?;
    let body = RequestBody::of(request)?;
    Some(read.map(|()| body))
}

fn uri(request: &IncomingRequest) -> Option<http::Uri> {
    let scheme = || match request.scheme() {
        None | Some(Scheme::Http) => Some(http::uri::Scheme::HTTP),
        Some(Scheme::Https) => Some(http::uri::Scheme::HTTPS),
        Some(Scheme::Other(name)) => name.parse().ok(),
    };
    message::uri(request.path_with_query(), request.authority(), scheme)
}

fn method(method: &Method) -> Option<http::Method> {
    Some(match method {
        Method::Get => http::Method::GET,
        Method::Head => http::Method::HEAD,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Delete => http::Method::DELETE,
        Method::Connect => http::Method::CONNECT,
        Method::Options => http::Method::OPTIONS,
        Method::Trace => http::Method::TRACE,
        Method::Patch => http::Method::PATCH,
        Method::Other(name) => name.parse().ok()?,
    })
}

/// Gives a response to the host.
async fn send(response: http::Response<Body>, to: ResponseOutparam) {
    let (parts, body) = response.into_parts();
    match outgoing(&parts) {
        Ok((head, outgoing)) => {
            ResponseOutparam::set(to, Ok(head));
            // What fails from here on is the client's connection.
            drop(body::send(body, outgoing).await);
        }
        Err(error) => ResponseOutparam::set(to, Err(ErrorCode::InternalError(Some(error)))),
    }
}

/// A response's status and headers, which may occur more than once, and where its body goes.
///
/// # Errors
/// The host's text, when it refuses one of them.
fn outgoing(parts: &Parts) -> Result<(OutgoingResponse, OutgoingBody), String> {
    let headers =
        Fields::from_list(&message::entries(&parts.headers)).map_err(|error| error.to_string())?;
    let response = OutgoingResponse::new(headers);
    let refused = |()| "the host refuses the response".to_owned();
    response.set_status_code(parts.status.as_u16()).map_err(refused)?;
    let body = response.body().map_err(refused)?;
    Ok((response, body))
}
