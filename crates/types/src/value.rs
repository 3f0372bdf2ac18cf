//! What a field of an input can be, and how each kind of value is read.

use serde_json::Value;

use crate::{
    AltText, Bio, Content, Email, Fault, Name, NewPassword, Password, PostId, PostsLeft, Slug,
    Title,
};

/// What JSON can carry in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// A list of strings.
    Texts,
    /// `true` or `false`.
    Boolean,
    /// A string that holds a UUID in its hyphenated form.
    Uuid,
    /// One of a few strings.
    Word(&'static Words),
}

/// The strings that a field can be.
#[derive(Debug, PartialEq, Eq)]
pub struct Words {
    /// Each of them.
    pub all: &'static [&'static str],
    /// All of them, in the end of a sentence.
    pub sentence: &'static str,
}

impl Kind {
    /// What is wrong with a value that is not of this kind.
    #[must_use]
    pub const fn fault(self) -> Fault {
        match self {
            Self::Text => Fault::Type("a string"),
            Self::Texts => Fault::Type("a list of strings"),
            Self::Boolean => Fault::Type("true or false"),
            Self::Uuid => Fault::Uuid,
            Self::Word(words) => Fault::Choice(words.sentence),
        }
    }

    /// The strings of a list, if there is nothing else in it.
    pub(crate) fn texts(value: Value) -> Result<Vec<String>, Vec<Fault>> {
        let Value::Array(items) = value else { return Err(vec![Self::Texts.fault()]) };
        let texts = items.into_iter().map(|item| match item {
            Value::String(text) => Ok(text),
            _ => Err(vec![Self::Texts.fault()]),
        });
        texts.collect()
    }
}

/// The type of a field of an [`Input`](crate::Input). A value of it is valid.
pub trait FieldValue: Sized {
    /// What JSON must carry.
    const KIND: Kind;

    /// Whether it must be there. One that need not be may also be null.
    const REQUIRED: bool = true;

    /// The value of a field that is absent, if it may be.
    fn absent() -> Option<Self> {
        None
    }

    /// The value of a field that is null, if it may be.
    fn null() -> Option<Self> {
        None
    }

    /// Reads what is neither absent nor null.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    fn read(value: Value) -> Result<Self, Vec<Fault>>;
}

/// None where it is absent or null. `Option<Option<T>>` tells them apart: it is none where it is
/// absent, and some none where it is null.
impl<T: FieldValue> FieldValue for Option<T> {
    const KIND: Kind = T::KIND;
    const REQUIRED: bool = false;

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn null() -> Option<Self> {
        Some(T::null())
    }

    fn read(value: Value) -> Result<Self, Vec<Fault>> {
        T::read(value).map(Some)
    }
}

macro_rules! field_values {
    ($($type:ty: $kind:expr, $pattern:pat => $read:expr;)*) => {$(
        impl FieldValue for $type {
            const KIND: Kind = $kind;

            fn read(value: Value) -> Result<Self, Vec<Fault>> {
                match value {
                    $pattern => $read,
                    _ => Err(vec![Self::KIND.fault()]),
                }
            }
        }
    )*};
}

field_values! {
    Title: Kind::Text, Value::String(text) => Self::parse(text);
    Content: Kind::Text, Value::String(text) => Self::parse(text);
    Name: Kind::Text, Value::String(text) => Self::parse(text);
    Bio: Kind::Text, Value::String(text) => Self::parse(text);
    AltText: Kind::Text, Value::String(text) => Self::parse(text);
    Slug: Kind::Text, Value::String(text) => Self::parse(&text);
    Email: Kind::Text, Value::String(text) => Self::parse(&text).ok_or_else(|| vec![Fault::Email]);
    Password: Kind::Text, Value::String(text) => Self::parse(text);
    NewPassword: Kind::Text, Value::String(text) => Self::parse(text);
    bool: Kind::Boolean, Value::Bool(boolean) => Ok(boolean);
    PostId: Kind::Uuid, Value::String(text) => Self::parse(&text).ok_or_else(|| vec![Fault::Uuid]);
    PostsLeft: Kind::Word(&PostsLeft::WORDS), Value::String(text) =>
        Self::parse(&text).ok_or_else(|| vec![Self::KIND.fault()]);
}

/// The value, unless something is wrong with it.
pub(crate) fn unless<T, const COUNT: usize>(
    faults: [Option<Fault>; COUNT],
    value: T,
) -> Result<T, Vec<Fault>> {
    let faults: Vec<_> = faults.into_iter().flatten().collect();
    if faults.is_empty() { Ok(value) } else { Err(faults) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn absent_and_null_are_told_apart_where_that_matters() {
        assert_eq!((bool::absent(), bool::null()), (None, None));
        assert_eq!((<Option<bool>>::absent(), <Option<bool>>::null()), (Some(None), Some(None)));
        assert_eq!(<Option<Option<bool>>>::absent(), Some(None));
        assert_eq!(<Option<Option<bool>>>::null(), Some(Some(None)));
        assert_eq!(<Option<Option<bool>>>::read(json!(true)), Ok(Some(Some(true))));
    }
}
