//! `PATCH /api/v1/user/me`

use connectly_service::{Call, DbError, Error, FromRow, Reply, Result, Row, params};
use connectly_types::{Fault, Me, limits::HANDLES_MAX, operation::UpdateMe};

use crate::user::UserRow;

/// Changes the caller's profile.
pub async fn update_me(call: Call<UpdateMe>) -> Result<Reply<UpdateMe>> {
    let Call { caller, db, body: input, .. } = call;
    let Update { refusal, user } = db
        .query_one(
            include_str!("update_me.sql"),
            params![
                caller,
                input.name.is_some(),
                input.name.flatten(),
                input.handle,
                i64::from(HANDLES_MAX),
                input.bio.is_some(),
                input.bio.flatten(),
                input.links.map(Vec::from),
                input.picture.is_some(),
                input.picture.flatten(),
            ],
        )
        .await?;
    match refusal.as_deref() {
        None => {}
        Some("too_many") => {
            return Err(Error::Invalid { fields: vec![Fault::Handles.of("handle")] });
        }
        Some(_) => return Err(Error::HandleTaken),
    }
    let UserRow(user) = user.ok_or(Error::BadToken)?;

    Ok(Reply::new(Me { user }))
}

struct Update {
    /// What is wrong with the handle.
    refusal: Option<String>,
    user: Option<UserRow>,
}

impl FromRow for Update {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { refusal: row.get("refusal")?, user: Option::from_row(row)? })
    }
}
