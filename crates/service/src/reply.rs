//! The success of an operation.

use std::marker::PhantomData;

use axum::{
    Json,
    body::Body,
    response::{IntoResponse, Response},
};
use connectly_types::{AnswerHeaders, Condition, Endpoint, Operation};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE},
};

/// The success of the operation `O`, with the status and the headers that it declares.
#[derive(Debug)]
pub struct Reply<O> {
    response: Response,
    operation: PhantomData<fn() -> O>,
}

impl<O: Endpoint<Headers = ()>> Reply<O> {
    /// With this body.
    pub fn new(answer: O::Answer) -> Self {
        Self::with((), answer)
    }
}

impl<O: Endpoint<Headers = (), Answer = ()>> Reply<O> {
    /// Without a body.
    pub fn done() -> Self {
        Self::with((), ())
    }
}

impl<O: Endpoint> Reply<O> {
    /// With these headers and this body.
    pub fn with(headers: O::Headers, answer: O::Answer) -> Self {
        let body = match O::OPERATION.answer {
            Some(_) => Json(answer).into_response(),
            None => ().into_response(),
        };
        Self::from_parts(O::OPERATION.success, headers, body)
    }

    /// With these headers and this body, which is in JSON already, as the operation declares it.
    pub fn json(headers: O::Headers, body: String) -> Self {
        const { assert!(O::OPERATION.answer.is_some(), "it declares no answer") };
        let mut response = Response::new(Body::from(body));
        let json = HeaderValue::from_static("application/json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        Self::from_parts(O::OPERATION.success, headers, response)
    }

    /// With these headers, and a file in place of the JSON.
    pub fn file(headers: O::Headers, file: impl Into<Body>) -> Self {
        const { assert!(O::OPERATION.alternative.is_some(), "it declares no other media type") };
        let media_type = O::OPERATION.alternative.map(HeaderValue::from_static);
        let mut body = Response::new(file.into());
        body.headers_mut().extend(media_type.map(|media_type| (CONTENT_TYPE, media_type)));
        Self::from_parts(O::OPERATION.success, headers, body)
    }

    /// That the client has the answer already.
    pub fn not_modified(headers: O::Headers) -> Self {
        const { assert!(matches!(O::OPERATION.condition, Some(Condition::IfNoneMatch))) };
        Self::from_parts(StatusCode::NOT_MODIFIED, headers, ().into_response())
    }

    fn from_parts(status: StatusCode, headers: O::Headers, mut response: Response) -> Self {
        complete(O::OPERATION, status, &mut response);
        headers.add_to(response.headers_mut());
        Self { response, operation: PhantomData }
    }
}

/// A function of its own, so that a guest holds it once and not for each operation.
fn complete(operation: &Operation, status: StatusCode, response: &mut Response) {
    *response.status_mut() = status;
    let headers: &mut HeaderMap = response.headers_mut();
    headers.extend(
        operation.cache_control.map(|value| (CACHE_CONTROL, HeaderValue::from_static(value))),
    );
}

impl<O> IntoResponse for Reply<O> {
    fn into_response(self) -> Response {
        self.response
    }
}
