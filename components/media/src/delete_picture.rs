//! `DELETE /api/v1/media/{id}`

use connectly_service::{Call, DbError, Error, FromRow, Reply, Result, Row, params};
use connectly_types::operation::DeletePicture;

use crate::clear::clear;

/// Deletes a picture of the caller that nothing of the caller's uses.
pub async fn delete_picture(call: Call<DeletePicture>) -> Result<Reply<DeletePicture>> {
    let Call { caller, path: id, app, db, .. } = call;
    let Deleted { is_found, is_used } =
        db.query_one(include_str!("delete_picture.sql"), params![caller, id]).await?;
    if !is_found {
        return Err(Error::NotFound);
    }
    if is_used {
        return Err(Error::PictureInUse);
    }
    clear(&app, &db).await;

    Ok(Reply::done())
}

struct Deleted {
    is_found: bool,
    is_used: bool,
}

impl FromRow for Deleted {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let is_used: Option<bool> = row.get("is_used")?;
        Ok(Self { is_found: row.get("is_found")?, is_used: is_used.unwrap_or_default() })
    }
}
