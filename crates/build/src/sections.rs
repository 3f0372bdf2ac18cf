//! The sections of a component.

use wasmparser::{Parser, Payload, Result};

/// A component's own sections, without those of the modules and components in it.
pub fn own(component: &[u8]) -> impl Iterator<Item = Result<Payload<'_>>> {
    let mut depth = 0_usize;
    Parser::new(0).parse_all(component).filter(move |payload| {
        let is_own = depth == 0;
        match payload {
            Ok(Payload::ModuleSection { .. } | Payload::ComponentSection { .. }) => depth += 1,
            Ok(Payload::End(_)) => depth = depth.saturating_sub(1),
            Ok(_) | Err(_) => {}
        }
        is_own
    })
}
