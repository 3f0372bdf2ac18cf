//! An operation as a type: what its handler is given and what it has to answer.

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    AnswerHeaders, Caller, FieldError, FromQuery, Input, InputError, Operation, SentBody, parse,
};

/// An operation as a type. The compiler holds its handler to it.
pub trait Endpoint: 'static {
    /// The operation as a value.
    const OPERATION: &'static Operation;
    /// Who calls it.
    type Caller: Caller;
    /// The parameters in its path.
    type Path: RequestPath;
    /// Its query.
    type Query: RequestQuery;
    /// The body of the request.
    type Body: RequestBody;
    /// The headers of success, without `Cache-Control`.
    type Headers: AnswerHeaders;
    /// The body of success.
    type Answer: Serialize;
}

/// A parameter of a path.
pub trait PathParameter: Sized + Send {
    /// What it is, in a sentence.
    const DESCRIPTION: &'static str;
    /// The value in examples.
    const EXAMPLE: &'static str;

    /// Reads it.
    ///
    /// # Errors
    /// What is wrong with the parameter of this name.
    fn read(name: &str, text: &str) -> Result<Self, FieldError>;
}

/// The parameters of a path: `()`, one of them, or a tuple.
pub trait RequestPath: Sized + Send {
    /// Reads the values, in the order in which the operation declares their names.
    ///
    /// # Errors
    /// What is wrong with each.
    fn read(parameters: &[(&str, &str)]) -> Result<Self, Vec<FieldError>>;
}

/// A query: `()`, which ignores what comes, or a [`FromQuery`].
pub trait RequestQuery: Sized + Send {
    /// The parameters as they come.
    type Raw: DeserializeOwned;

    /// Reads the parameters, which `raw` takes out of the request.
    ///
    /// # Errors
    /// That of `raw`, or what is wrong with each parameter.
    fn read<E: From<Vec<FieldError>>>(
        raw: impl FnOnce() -> Result<Self::Raw, E>,
    ) -> Result<Self, E>;
}

/// The body of a request: `()`, of which nothing is read, an [`Input`], or an [`Upload`](crate::Upload).
pub trait RequestBody: Sized + Send {
    /// Reads the body.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    fn read(body: SentBody) -> Result<Self, InputError>;
}

impl RequestPath for () {
    fn read(_: &[(&str, &str)]) -> Result<Self, Vec<FieldError>> {
        Ok(())
    }
}

impl<T: PathParameter> RequestPath for T {
    fn read(parameters: &[(&str, &str)]) -> Result<Self, Vec<FieldError>> {
        parameter(parameters, 0).map_err(|error| vec![error])
    }
}

macro_rules! request_path {
    ($($type:ident $index:literal),+) => {
        impl<$($type: PathParameter),+> RequestPath for ($($type),+) {
            fn read(parameters: &[(&str, &str)]) -> Result<Self, Vec<FieldError>> {
                match ($(parameter::<$type>(parameters, $index)),+) {
                    #[expect(non_snake_case, reason = "a variable is named as its type")]
                    ($(Ok($type)),+) => Ok(($($type),+)),
                    #[expect(non_snake_case, reason = "a variable is named as its type")]
                    ($($type),+) => Err([$($type.err()),+].into_iter().flatten().collect()),
                }
            }
        }
    };
}

request_path!(A 0, B 1);
request_path!(A 0, B 1, C 2);

/// The parameter in this place. A missing one is read as an empty text, which no parameter accepts.
fn parameter<T: PathParameter>(parameters: &[(&str, &str)], index: usize) -> Result<T, FieldError> {
    let (name, text) = parameters.get(index).copied().unwrap_or_default();
    T::read(name, text)
}

impl RequestQuery for () {
    type Raw = ();

    fn read<E: From<Vec<FieldError>>>(_: impl FnOnce() -> Result<(), E>) -> Result<Self, E> {
        Ok(())
    }
}

impl<T: FromQuery + Send> RequestQuery for T {
    type Raw = T::Raw;

    fn read<E: From<Vec<FieldError>>>(raw: impl FnOnce() -> Result<T::Raw, E>) -> Result<Self, E> {
        T::try_from(raw()?).map_err(E::from)
    }
}

impl RequestBody for () {
    fn read(_: SentBody) -> Result<Self, InputError> {
        Ok(())
    }
}

impl<T: Input + Send> RequestBody for T {
    fn read(body: SentBody) -> Result<Self, InputError> {
        parse(&body.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PostId, SessionId};

    const POST: &str = PostId::EXAMPLE;
    const SESSION: &str = SessionId::EXAMPLE;

    #[test]
    fn a_path_can_have_any_number_of_parameters() {
        let (post, session) = (PostId::parse(POST).unwrap(), SessionId::parse(SESSION).unwrap());
        assert_eq!(<() as RequestPath>::read(&[]), Ok(()));
        assert_eq!(RequestPath::read(&[("id", POST)]), Ok(post));
        assert_eq!(RequestPath::read(&[("id", POST), ("session", SESSION)]), Ok((post, session)));
        let three = [("id", POST), ("session", SESSION), ("other", POST)];
        assert_eq!(RequestPath::read(&three), Ok((post, session, post)));
    }

    #[test]
    fn all_faults_of_a_path_are_told_together() {
        let faults = |parameters: &[_]| -> Vec<_> {
            let path = <(PostId, SessionId, PostId)>::read(parameters);
            path.unwrap_err().into_iter().map(|error| error.field).collect()
        };
        assert_eq!(faults(&[("id", "7"), ("session", SESSION), ("other", "")]), ["id", "other"]);
        assert_eq!(faults(&[("id", POST), ("session", SESSION)]).len(), 1);
    }
}
