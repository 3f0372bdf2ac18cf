//! A request for an operation, as its handler gets it.

use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Query, RawPathParams, Request};
use connectly_types::{
    Access, Caller, ClaimedSession, Condition, Endpoint, FieldError, InputError, Operation,
    RateLimit, RequestBody, RequestPath, RequestQuery, SentBody,
};
use http::{HeaderMap, request::Parts};

use crate::{App, Db, Error, IfMatch, IfNoneMatch, identity, json_body, params, upload};

/// A request for the operation `O`, read and checked in this order: the caller, the path, the query,
/// the body. The first part with faults ends it, and all faults of that part are reported. If the
/// operation counts against [`RateLimit::Writing`], the request is counted last.
#[derive(Debug)]
pub struct Call<O: Endpoint> {
    /// Who calls. Whether the session is live, and whose it is, is up to the statement.
    pub caller: O::Caller,
    /// The parameters in the path.
    pub path: O::Path,
    /// The query.
    pub query: O::Query,
    /// The body.
    pub body: O::Body,
    /// The configuration.
    pub app: App,
    /// The database.
    pub db: Db,
    headers: HeaderMap,
}

impl<O: Endpoint> Call<O> {
    /// The revisions to which the operation may be applied.
    #[must_use]
    pub fn if_match(&self) -> IfMatch {
        const { assert!(matches!(O::OPERATION.condition, Some(Condition::IfMatch))) };
        IfMatch::of(&self.headers)
    }

    /// The states that the client has already.
    #[must_use]
    pub fn if_none_match(&self) -> IfNoneMatch {
        const { assert!(matches!(O::OPERATION.condition, Some(Condition::IfNoneMatch))) };
        IfNoneMatch::of(&self.headers)
    }
}

impl<O: Endpoint> FromRequest<App> for Call<O> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let operation = O::OPERATION;
        let (mut parts, body) = request.into_parts();
        let claim = identity::claim(operation.access, &parts, app)?;
        let caller = O::Caller::from_claim(claim).ok_or(Error::NoToken)?;
        let path = O::Path::read(&with_names(operation, &raw_path(&mut parts, app).await))?;
        let query = O::Query::read(|| {
            Query::try_from_uri(&parts.uri).map(|Query(raw)| raw).map_err(|_| {
                Error::malformed("the query cannot be read; is a parameter there twice?")
            })
        })?;
        let body = O::Body::read(sent_body(operation, &parts.headers, body).await?)?;
        let db = Db::new(app);
        let is_anyones = operation.access == Access::Reader && caller.claim().is_none();
        let db = if is_anyones { db.or_replica() } else { db };
        if operation.limits.contains(&RateLimit::Writing) {
            count_writing(caller.claim(), app, &db).await?;
        }
        Ok(Self { caller, path, query, body, app: app.clone(), db, headers: parts.headers })
    }
}

/// The body, as the operation takes it.
async fn sent_body(
    operation: &Operation,
    headers: &HeaderMap,
    body: Body,
) -> Result<SentBody, Error> {
    if let Some(form) = &operation.upload {
        return upload::read(form, headers, body).await;
    }
    let bytes = match operation.body {
        Some(_) => json_body::read(headers, body).await?,
        None => Vec::new(),
    };
    Ok(SentBody { bytes, ..SentBody::default() })
}

/// The values in the path, in their order.
async fn raw_path(parts: &mut Parts, app: &App) -> Vec<String> {
    // One that isn't UTF-8 is no value that any parameter can have.
    match RawPathParams::from_request_parts(parts, app).await {
        Ok(values) => values.iter().map(|(_, value)| value.to_owned()).collect(),
        Err(_) => Vec::new(),
    }
}

/// Each of the operation's parameters with its value. One that is missing is empty.
fn with_names<'a>(operation: &Operation, values: &'a [String]) -> Vec<(&'static str, &'a str)> {
    let values = values.iter().map(String::as_str).chain(std::iter::repeat(""));
    operation.parameters.iter().map(|parameter| parameter.name).zip(values).collect()
}

/// Counts a change, or refuses it. In a statement of its own: see `begin_writing` in migrations/.
async fn count_writing(claim: Option<ClaimedSession>, app: &App, db: &Db) -> Result<(), Error> {
    let Some(rate) = app.rate(RateLimit::Writing)? else { return Ok(()) };
    Ok(db.run_first(include_str!("begin_writing.sql"), params![claim, rate]).await?)
}

impl From<Vec<FieldError>> for Error {
    fn from(fields: Vec<FieldError>) -> Self {
        Self::Invalid { fields }
    }
}

impl From<InputError> for Error {
    fn from(error: InputError) -> Self {
        match error {
            InputError::NotAnObject(detail) => Self::Malformed { detail },
            InputError::Fields(fields) => Self::Invalid { fields },
        }
    }
}
