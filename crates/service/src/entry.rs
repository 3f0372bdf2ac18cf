//! From the host to a component's router and back.

use std::{convert::Infallible, sync::OnceLock};

use axum::{Router, body::Body, extract::DefaultBodyLimit, response::IntoResponse as _};
use connectly_types::limits::BODY_MAX;
use http::{Request, Response, StatusCode, header::CONTENT_LENGTH};
use spin_sdk::{
    http::{FromRequest as _, IntoResponse as IntoHostResponse},
    wasip3::http::types::{ErrorCode, Request as HostRequest, Response as HostResponse},
};
use tower_service::Service as _;

use crate::{App, Error};

/// Exports a component to the host. `$router` names a function `fn() -> axum::Router<App>`
/// beside it.
#[macro_export]
macro_rules! component {
    ($router:ident) => {
        #[doc(hidden)]
        mod __component {
            use $crate::__private::{ErrorCode, Guest, HostRequest, HostResponse, export, wasip3};

            struct Component;

            impl Guest for Component {
                async fn handle(request: HostRequest) -> Result<HostResponse, ErrorCode> {
                    $crate::serve(request, super::$router).await
                }
            }

            export!(Component with_types_in wasip3);
        }
    };
}

/// What [`component!`] needs to name in another crate.
#[doc(hidden)]
pub mod __private {
    pub use spin_sdk::wasip3::{
        self,
        exports::http::handler::Guest,
        http::{
            service::export,
            types::{ErrorCode, Request as HostRequest, Response as HostResponse},
        },
    };
}

/// Answers one request.
///
/// # Errors
/// Only when the host refuses the answer itself: every fault of the request, of the
/// configuration and of the database is an answer.
pub async fn serve(
    request: HostRequest,
    router: fn() -> Router<App>,
) -> Result<HostResponse, ErrorCode> {
    IntoHostResponse::into_response(answer(request, router).await)
}

async fn answer(request: HostRequest, router: fn() -> Router<App>) -> Response<Body> {
    let request: Request<_> = match spin_sdk::http::Request::from_request(request) {
        Ok(request) => request,
        Err(error) => return Error::malformed(format!("{error:?}")).into_response(),
    };
    match instance(router).await {
        Ok(mut service) => {
            let answer: Result<_, Infallible> = service.call(request).await;
            match answer {
                Ok(response) => without_length_of_nothing(response),
                Err(never) => match never {},
            }
        }
        Err(error) => error.into_response(),
    }
}

/// Takes away the `Content-Length: 0` that axum adds, where RFC 9110, section 8.6, forbids it.
fn without_length_of_nothing(mut response: Response<Body>) -> Response<Body> {
    if matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
        response.headers_mut().remove(CONTENT_LENGTH);
    }
    response
}

/// The router with its configuration, made once in the life of an instance.
///
/// Requests that come while the first one reads the variables read them too: that costs
/// a few host calls, while waiting for one another would cost a lock across an await.
async fn instance(router: fn() -> Router<App>) -> Result<Router, Error> {
    static INSTANCE: OnceLock<Router> = OnceLock::new();

    if let Some(service) = INSTANCE.get() {
        return Ok(service.clone());
    }
    let app = App::from_variables().await?;
    let service = router()
        .fallback(async || Error::NotFound)
        .method_not_allowed_fallback(async || Error::MethodNotAllowed)
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(app);
    Ok(INSTANCE.get_or_init(|| service).clone())
}
