//! `spin:variables` and `fermyon:spin/variables`: a component reads its variables.

use wasmtime::Result;
use wasmtime::component::{Accessor, HasData, Linker};

use crate::bindings::fermyon::spin::variables as blocking;
use crate::bindings::spin::variables::variables::{self, Error, Host, HostWithStore};
use crate::component::Component;
use crate::variables::check_key;

/// The marker under which wasmtime finds the component of a call.
struct Variables;

impl HasData for Variables {
    type Data<'a> = &'a Component;
}

/// Offers the interface to components.
pub fn add_to_linker<T: Send>(
    linker: &mut Linker<T>,
    component: fn(&mut T) -> &Component,
) -> Result<()> {
    variables::add_to_linker::<T, Variables>(linker, component)
}

/// Offers the interface for WASI 0.2 to components.
pub fn add_blocking_to_linker<T: Send>(
    linker: &mut Linker<T>,
    component: fn(&mut T) -> &Component,
) -> Result<()> {
    blocking::add_to_linker::<T, Variables>(linker, component)
}

fn get(component: &Component, name: &str) -> std::result::Result<String, Error> {
    check_key(name).map_err(Error::InvalidName)?;
    let value = component.variables.get(name).cloned();
    value.ok_or_else(|| Error::Undefined(format!("no variable for {:?}.{name:?}", component.id)))
}

impl Host for &Component {}

impl<T: Send> HostWithStore<T> for Variables {
    async fn get(
        accessor: &Accessor<T, Self>,
        name: String,
    ) -> Result<std::result::Result<String, Error>> {
        Ok(accessor.with(|mut access| get(access.get(), &name)))
    }
}

impl blocking::Host for &Component {
    fn get(&mut self, name: String) -> Result<std::result::Result<String, blocking::Error>> {
        Ok(get(self, &name).map_err(|error| match error {
            Error::InvalidName(text) => blocking::Error::InvalidName(text),
            Error::Undefined(text) => blocking::Error::Undefined(text),
            Error::Provider(text) => blocking::Error::Provider(text),
            Error::Other(text) => blocking::Error::Other(text),
        }))
    }
}
