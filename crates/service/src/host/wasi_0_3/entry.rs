//! The export that the host calls for each request: `wasi:http/handler`.

use axum::Router;

use super::{
    incoming, outgoing,
    sdk::wasip3::http::types::{ErrorCode, Request, Response},
};
use crate::{App, entry};

/// Exports a component to the host. `$router` names a function `fn() -> axum::Router<App>`
/// beside it.
#[macro_export]
macro_rules! component {
    ($router:ident) => {
        #[doc(hidden)]
        mod __component {
            use $crate::__private::{ErrorCode, Guest, Request, Response, export, serve, wasip3};

            struct Component;

            impl Guest for Component {
                async fn handle(request: Request) -> Result<Response, ErrorCode> {
                    serve(request, super::$router).await
                }
            }

            export!(Component with_types_in wasip3);
        }
    };
}

/// Items that [`component!`] uses in another crate.
#[doc(hidden)]
pub mod __private {
    pub use super::super::sdk::wasip3::{
        self,
        exports::http::handler::Guest,
        http::{
            service::export,
            types::{ErrorCode, Request, Response},
        },
    };

    pub use super::serve;
}

/// Answers one request.
///
/// # Errors
/// Only when the host refuses the answer itself. Every fault of the request, the
/// configuration or the database becomes an answer.
pub async fn serve(request: Request, router: fn() -> Router<App>) -> Result<Response, ErrorCode> {
    outgoing::answer(entry::answer(incoming::read(request), router).await)
}
