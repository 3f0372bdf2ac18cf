//! Parameters of a statement.

use bytes::Bytes;
use connectly_types::{
    AltText, Bio, ClaimedSession, Content, Handle, Name, NewHandle, PictureAddress, PictureId,
    PostId, SessionId, Slug, Title, UserId,
};

use crate::host::ParameterValue;

/// A type that can be a parameter.
pub trait Parameter {
    /// In the host's form.
    fn into_value(self) -> ParameterValue;
}

/// The parameters of a statement, in the order of their numbers.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        ::std::vec![$($crate::Parameter::into_value($value)),*]
    };
}

impl Parameter for &str {
    fn into_value(self) -> ParameterValue {
        ParameterValue::Text(self.to_owned())
    }
}

impl Parameter for String {
    fn into_value(self) -> ParameterValue {
        ParameterValue::Text(self)
    }
}

impl Parameter for bool {
    fn into_value(self) -> ParameterValue {
        ParameterValue::Boolean(self)
    }
}

impl Parameter for i64 {
    fn into_value(self) -> ParameterValue {
        ParameterValue::Int64(self)
    }
}

/// `bigint[]`
impl Parameter for Vec<i64> {
    fn into_value(self) -> ParameterValue {
        ParameterValue::ArrayInt64(self)
    }
}

/// A list as JSON in a `text`, because hosts carry no `text[]`; for the SQL function `text_array`.
impl Parameter for Vec<String> {
    fn into_value(self) -> ParameterValue {
        ParameterValue::Text(serde_json::Value::from(self).to_string())
    }
}

impl<T: Parameter> Parameter for Option<T> {
    fn into_value(self) -> ParameterValue {
        self.map_or(ParameterValue::Null, T::into_value)
    }
}

impl Parameter for ClaimedSession {
    fn into_value(self) -> ParameterValue {
        self.id().into_value()
    }
}

macro_rules! id {
    ($($id:ty),*) => {$(
        impl Parameter for $id {
            fn into_value(self) -> ParameterValue {
                ParameterValue::Uuid(self.to_string())
            }
        }
    )*};
}

id!(PictureId, PostId, SessionId, UserId);

/// `bytea`. Not for `Vec<u8>`, so that nobody takes it for a list of numbers.
impl Parameter for Bytes {
    fn into_value(self) -> ParameterValue {
        ParameterValue::Bytes(self.into())
    }
}

macro_rules! text {
    ($($text:ty),*) => {$(
        impl Parameter for $text {
            fn into_value(self) -> ParameterValue {
                ParameterValue::Text(self.into())
            }
        }
    )*};
}

text!(AltText, Bio, Content, Handle, Name, NewHandle, PictureAddress, Slug, Title);
