//! `PUT /api/v1/media/{id}/{width}`

use connectly_service::{Call, DbError, Error, FromRow, Reply, Result, Row, params};
use connectly_types::{
    AddedWidth, PictureFile, PictureId, operation::AddPictureWidth, picture_ending,
};

use crate::file::{Stored, bytes, checked, no_room};

/// Adds a smaller width to a picture of the caller.
pub async fn add_picture_width(call: Call<AddPictureWidth>) -> Result<Reply<AddPictureWidth>> {
    let Call { caller, path: (id, width), body, app, db, .. } = call;
    let file = checked(body)?;
    if file.width != width.pixels() {
        return Err(Error::BadPicture {
            detail: "the picture hasn't the width that the path names",
        });
    }
    let (format, file_height, size) = (file.format, file.height, bytes(&file));
    let quota = app.picture_quota()?;
    let (width, extension) = (width.pixels(), format.ending());
    let place = PictureFile { id, width, height: file_height, extension }.to_string();
    let Stored { content, key } = Stored::new(&app, &db, &place, file).await?;
    let added: Added = db
        .query_one(
            include_str!("add_picture_width.sql"),
            params![
                caller,
                id,
                format.media_type(),
                i64::from(width),
                i64::from(file_height),
                size,
                content,
                key,
                quota,
            ],
        )
        .await?;
    let Added { of, used, is_stored } = added;
    let of = of.ok_or(Error::NotFound)?;
    let (of_width, narrow) = (of.width, of.file(id).at_width(width));
    if of_width <= width {
        return Err(Error::BadPicture { detail: "the picture isn't wider than that" });
    }
    if file_height.abs_diff(narrow.height) > 1 {
        return Err(Error::BadPicture { detail: "the picture hasn't the other one's shape" });
    }
    if !is_stored {
        return Err(no_room(used, quota));
    }

    Ok(Reply::new(AddedWidth { url: narrow.to_string() }))
}

struct Added {
    /// `None` if the caller has no such picture.
    of: Option<Original>,
    used: i64,
    is_stored: bool,
}

/// The picture's largest file.
struct Original {
    media_type: String,
    width: u32,
    height: u32,
}

impl Original {
    fn file(&self, id: PictureId) -> PictureFile<'_> {
        let extension = picture_ending(&self.media_type);
        PictureFile { id, width: self.width, height: self.height, extension }
    }
}

impl FromRow for Added {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let media_type: Option<String> = row.get("media_type")?;
        let of = match media_type {
            None => None,
            Some(media_type) => Some(Original {
                media_type,
                width: pixels(row, "width")?,
                height: pixels(row, "height")?,
            }),
        };
        let used: Option<i64> = row.get("used")?;
        Ok(Self { of, used: used.unwrap_or_default(), is_stored: row.get("is_stored")? })
    }
}

fn pixels(row: &Row<'_>, name: &str) -> Result<u32, DbError> {
    let number: i64 = row.get(name)?;
    u32::try_from(number).map_err(|_| DbError::Fault(format!("column {name} is too large")))
}
