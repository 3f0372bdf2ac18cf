//! `GET /api/v1/user/me`

use connectly_service::{Call, Reply, Result, params};
use connectly_types::{Me, operation::ReadMe};

use crate::user::UserRow;

/// Returns the account of the token.
pub async fn read_me(call: Call<ReadMe>) -> Result<Reply<ReadMe>> {
    let UserRow(user) =
        call.db.query_one(include_str!("read_me.sql"), params![call.caller]).await?;

    Ok(Reply::new(Me { user }))
}
