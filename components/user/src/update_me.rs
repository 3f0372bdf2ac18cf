//! `PATCH /api/v1/user/me`

use connectly_service::{Call, Error, Reply, Result, params};
use connectly_types::{Me, operation::UpdateMe};

use crate::user::UserRow;

/// Changes or removes the caller's name.
pub async fn update_me(call: Call<UpdateMe>) -> Result<Reply<UpdateMe>> {
    let Call { caller, db, body: input, .. } = call;
    let row: Option<UserRow> = db
        .query_one(
            include_str!("update_me.sql"),
            params![caller, input.name.is_some(), input.name.flatten()],
        )
        .await?;
    let UserRow(user) = row.ok_or(Error::BadToken)?;

    Ok(Reply::new(Me { user }))
}
