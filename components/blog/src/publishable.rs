//! What a published post has to have, where only the database knows whether it is published.

use connectly_service::{DbError, Error};
use connectly_types::Fault;

/// The constraints that a published post without this field violates.
const CONSTRAINTS: [(&str, &str); 2] =
    [("posts_title_check", "title"), ("posts_content_check", "content")];

/// The fault of the field that is missing, or the error as it is.
pub fn missing_field(error: DbError) -> Error {
    let field = CONSTRAINTS.iter().find_map(|(constraint, field)| match &error {
        DbError::Constraint(violated) if violated == constraint => Some(*field),
        _ => None,
    });
    match field {
        Some(field) => Error::Invalid { fields: vec![Fault::Unpublishable.of(field)] },
        None => error.into(),
    }
}
