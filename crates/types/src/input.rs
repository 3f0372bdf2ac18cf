//! Turns the bytes of a request into a valid input, or into a list of everything that is wrong with
//! it.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{Fault, FieldError, Kind, json, value::FieldValue};

/// The body of a request: a JSON object whose fields are known. Declared with `input!`.
pub trait Input: Sized {
    /// Its fields, in the order of their errors.
    const FIELDS: &'static [Field];

    /// Reads each of [`FIELDS`](Self::FIELDS). If one has a fault, the result is `None` and
    /// `values` has the fault.
    fn read(values: &mut Values) -> Option<Self>;

    /// Faults in the combination of fields that are each valid.
    fn faults_together(&self) -> Vec<FieldError> {
        Vec::new()
    }
}

/// Declares an [`Input`]: a struct whose fields have types that know their JSON type and which values
/// are valid ([`FieldValue`]). There is no other list of the fields, so none can be forgotten.
///
/// A field's name in JSON is its own, or the one beside it: `new_password = "newPassword": …`. A
/// function after the struct finds the [faults of the fields together](Input::faults_together).
macro_rules! input {
    (
        $(#[$meta:meta])*
        pub struct $input:ident {
            $($(#[$field_meta:meta])* pub $field:ident $(= $name:literal)?: $type:ty,)*
        }
        $(faults_together: $faults_together:expr)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub struct $input {$(
            $(#[$field_meta])*
            $(#[cfg_attr(feature = "schema", schemars(rename = $name))])?
            pub $field: $type,
        )*}

        impl $crate::Input for $input {
            const FIELDS: &'static [$crate::Field] = &[
                $($crate::Field::of::<$type>($crate::input::name!($field $($name)?)),)*
            ];

            fn read(values: &mut $crate::input::Values) -> Option<Self> {
                // Every field is read before the first one with a fault ends this.
                $(let $field = values.take::<$type>($crate::input::name!($field $($name)?));)*
                Some(Self { $($field: $field?),* })
            }

            $(fn faults_together(&self) -> Vec<$crate::FieldError> {
                $faults_together(self)
            })?
        }
    };
}

/// The name of a field in JSON.
macro_rules! name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $name:literal) => {
        $name
    };
}

pub(crate) use {input, name};

/// The query of a request: parameters as sent, and their parsing, which reports all faults at once.
pub trait FromQuery: TryFrom<Self::Raw, Error = Vec<FieldError>> {
    /// The parameters as sent.
    type Raw: DeserializeOwned;
}

/// A field of an [`Input`], as JSON sees it.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name in JSON.
    pub name: &'static str,
    /// What JSON must carry.
    pub kind: Kind,
    /// Whether it is required. An optional field may also be null.
    pub required: bool,
}

impl Field {
    /// A field of this name and type.
    pub(crate) const fn of<T: FieldValue>(name: &'static str) -> Self {
        Self { name, kind: T::KIND, required: T::REQUIRED }
    }
}

/// The values of a body, and what is wrong with those that were read.
#[derive(Debug)]
pub struct Values {
    object: Map<String, Value>,
    faults: Vec<(&'static str, Fault)>,
}

impl Values {
    /// Reads the field with this name, or notes what is wrong with it.
    pub(crate) fn take<T: FieldValue>(&mut self, name: &'static str) -> Option<T> {
        let read = match self.object.remove(name) {
            None => T::absent().ok_or_else(|| vec![Fault::Required]),
            Some(Value::Null) => T::null().ok_or_else(|| vec![Fault::Required]),
            Some(value) => T::read(value),
        };
        read.map_err(|faults| self.note(name, faults)).ok()
    }

    fn note(&mut self, name: &'static str, faults: Vec<Fault>) {
        self.faults.extend(faults.into_iter().map(|fault| (name, fault)));
    }

    /// The faults of one stage: those of form if there are any, else those of values.
    fn into_errors(self) -> Vec<FieldError> {
        let are_of_form = self.faults.iter().any(|(_, fault)| fault.is_of_form());
        let first = self.faults.into_iter().filter(|(_, fault)| fault.is_of_form() == are_of_form);
        first.map(|(name, fault)| fault.of(name)).collect()
    }
}

/// Why a body is not a valid input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputError {
    /// It is not JSON, or not an object. The sentence says where parsing stopped.
    NotAnObject(String),
    /// It is an object with at least one fault.
    Fields(Vec<FieldError>),
}

/// Reads a request's body.
///
/// # Errors
/// All faults of one stage at once: first missing fields and wrong types, then values,
/// then values that do not go together. Unknown fields are ignored, so that a newer client can talk
/// to an older server.
pub fn parse<T: Input>(body: &[u8]) -> Result<T, InputError> {
    let mut values = Values { object: object(body)?, faults: Vec::new() };
    let Some(input) = T::read(&mut values) else {
        return Err(InputError::Fields(values.into_errors()));
    };
    let errors = input.faults_together();
    if errors.is_empty() { Ok(input) } else { Err(InputError::Fields(errors)) }
}

/// The body, if it is an object. Separate from the generic [`parse`], so that a guest contains it only
/// once.
fn object(body: &[u8]) -> Result<Map<String, Value>, InputError> {
    let body = json::well_formed(body).map_err(|byte| {
        InputError::NotAnObject(format!("the body is not UTF-8 (byte {byte}); send JSON in UTF-8"))
    })?;
    if body.trim_ascii().is_empty() {
        let detail = "the body is empty; it must be a JSON object";
        return Err(InputError::NotAnObject(detail.to_owned()));
    }
    let value: Value = serde_json::from_slice(&body).map_err(|error| {
        InputError::NotAnObject(format!(
            "the body is not JSON (line {}, column {})",
            error.line(),
            error.column()
        ))
    })?;
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(InputError::NotAnObject("the body must be a JSON object".to_owned())),
    }
}

#[cfg(test)]
pub(crate) mod tests;
