//! From an operation to its handler.

use std::{convert::Infallible, marker::PhantomData};

use axum::{
    Router,
    extract::{FromRequestParts, Request},
    response::Response,
    routing::{MethodFilter, MethodRouter, on},
};
use connectly_types::Endpoint;
use futures::future::{FutureExt as _, Map};

use crate::{App, Call, Reply, Result, log};

/// A router that operations can be added to.
pub trait OperationRouter {
    /// Adds an operation by its handler, which says in its signature which one it is.
    #[must_use]
    fn operation<O: Endpoint, X>(self, handler: impl Handler<O, X>) -> Self;
}

/// What answers the operation `O`: `async fn(Call<O>) -> Result<Reply<O>>`, with up to three
/// extractors before the call, whose types are `X`. They run before the caller is known, so they
/// must not fail.
pub trait Handler<O, X> {
    /// As axum takes it.
    fn on(self, method: MethodFilter) -> MethodRouter<App>;
}

impl OperationRouter for Router<App> {
    fn operation<O: Endpoint, X>(self, handler: impl Handler<O, X>) -> Self {
        // axum knows every method that an operation can have.
        match MethodFilter::try_from(O::OPERATION.method.clone()) {
            Ok(method) => self.route(O::OPERATION.path, handler.on(method)),
            Err(_) => self,
        }
    }
}

/// A handler of axum whose answers tell the log which operation they are of, even if a part of the
/// request was refused.
struct Noted<H, O> {
    handler: H,
    operation: PhantomData<fn() -> O>,
}

impl<H: Clone, O> Clone for Noted<H, O> {
    fn clone(&self) -> Self {
        Self { handler: self.handler.clone(), operation: PhantomData }
    }
}

impl<H, X, O> axum::handler::Handler<X, App> for Noted<H, O>
where
    H: axum::handler::Handler<X, App>,
    O: Endpoint,
{
    type Future = Map<H::Future, fn(Response) -> Response>;

    fn call(self, request: Request, app: App) -> Self::Future {
        self.handler.call(request, app).map(log::note_operation::<O>)
    }
}

macro_rules! handler {
    ($($extractor:ident),*) => {
        impl<F, Answer, O, $($extractor),*> Handler<O, ($($extractor,)*)> for F
        where
            F: Fn($($extractor,)* Call<O>) -> Answer + Clone + Send + Sync + 'static,
            Answer: Future<Output = Result<Reply<O>>> + Send + 'static,
            O: Endpoint,
            $($extractor: FromRequestParts<App, Rejection = Infallible> + Send + 'static,)*
        {
            fn on(self, method: MethodFilter) -> MethodRouter<App> {
                on(method, Noted { handler: self, operation: PhantomData::<fn() -> O> })
            }
        }
    };
}

handler!();
handler!(A);
handler!(A, B);
handler!(A, B, C);
