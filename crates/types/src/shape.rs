//! Types as values, for the table of operations.

use std::fmt;

use crate::{Field, Input};

#[cfg(feature = "schema")]
use crate::InputError;
#[cfg(feature = "schema")]
use schemars::{JsonSchema as Described, Schema, SchemaGenerator};

/// Implemented by every type if schemas are not needed.
#[cfg(not(feature = "schema"))]
pub trait Described {}
#[cfg(not(feature = "schema"))]
impl<T> Described for T {}

/// A type of the contract.
#[derive(Clone, Copy)]
pub struct Shape {
    /// Its name.
    pub name: &'static str,
    /// Its fields, if it is an [`Input`].
    pub fields: &'static [Field],
    /// Its JSON Schema.
    #[cfg(feature = "schema")]
    pub schema: fn(&mut SchemaGenerator) -> Schema,
    /// What is wrong with a body, where it is an [`Input`].
    #[cfg(feature = "schema")]
    pub check: fn(&[u8]) -> Result<(), InputError>,
}

impl Shape {
    /// The shape of `T`, of which `name` is the name.
    #[must_use]
    pub const fn of<T: Described>(name: &'static str) -> Self {
        Self {
            name,
            fields: &[],
            #[cfg(feature = "schema")]
            schema: SchemaGenerator::subschema_for::<T>,
            #[cfg(feature = "schema")]
            check: |_| Ok(()),
        }
    }

    /// The shape of a body.
    #[must_use]
    pub const fn input<T: Input + Described>(name: &'static str) -> Self {
        Self {
            fields: T::FIELDS,
            #[cfg(feature = "schema")]
            check: |body| crate::parse::<T>(body).map(drop),
            ..Self::of::<T>(name)
        }
    }
}

impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
