//! `spin:variables`: a component reads its variables.

use wasmtime::Result;
use wasmtime::component::{Accessor, HasData, Linker};

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

impl Host for &Component {}

impl<T: Send> HostWithStore<T> for Variables {
    async fn get(
        accessor: &Accessor<T, Self>,
        name: String,
    ) -> Result<std::result::Result<String, Error>> {
        if let Err(fault) = check_key(&name) {
            return Ok(Err(Error::InvalidName(fault)));
        }
        Ok(accessor.with(|mut access| {
            let component = access.get();
            let value = component.variables.get(&name).cloned();
            value.ok_or_else(|| {
                Error::Undefined(format!("no variable for {:?}.{name:?}", component.id))
            })
        }))
    }
}
