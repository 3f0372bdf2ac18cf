//! `POST /api/v1/media`

use axum::http::HeaderValue;
use connectly_service::{Call, DbError, Error, FromRow, Reply, Result, Row, new_id, params};
use connectly_types::{
    Location, Picture, PictureFile, PictureId, UploadedPicture, operation::UploadPicture,
};

use crate::{
    clear::clear,
    file::{Stored, bytes, checked, no_room},
};

/// Stores a picture, without anything that isn't needed to show it.
pub async fn upload_picture(call: Call<UploadPicture>) -> Result<Reply<UploadPicture>> {
    let Call { caller, body, app, db, .. } = call;
    let picture = checked(body)?;
    let (width, height, format) = (picture.width, picture.height, picture.format);
    let size = bytes(&picture);
    let id: PictureId = new_id();
    let url = PictureFile { id, width, height, extension: format.ending() }.to_string();
    let quota = app.picture_quota()?;
    let Stored { content, key } = Stored::new(&app, &db, &url, picture).await?;
    let Created { used, is_stored } = db
        .query_one(
            include_str!("upload_picture.sql"),
            params![
                caller,
                id,
                format.media_type(),
                i64::from(width),
                i64::from(height),
                size,
                content,
                key,
                quota,
            ],
        )
        .await
        // The account is being deleted at this moment.
        .map_err(|error| error.on_constraint("picture_totals_user_id_fkey", Error::BadToken))?;
    clear(&app, &db).await;
    if !is_stored {
        return Err(no_room(used, quota));
    }

    let location = HeaderValue::try_from(&url)
        .map_err(|error| Error::internal(format!("location: {error}")))?;
    let picture = Picture {
        id,
        url,
        width,
        height,
        media_type: format.media_type().to_owned(),
        bytes: size.unsigned_abs(),
    };
    Ok(Reply::with(Location(location), UploadedPicture { picture }))
}

struct Created {
    used: i64,
    is_stored: bool,
}

impl FromRow for Created {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self { used: row.get("used")?, is_stored: row.get("is_stored")? })
    }
}
