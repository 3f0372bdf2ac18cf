//! A picture's file on its way in.

use bytes::Bytes;
use connectly_pictures::{Fault, Format, Picture, clean};
use connectly_service::{App, Db, DbError, Error, FromRow, Result, Row, params};
use connectly_types::{Upload, limits::PICTURE_PIXELS_MAX};

/// The picture in a body, without anything that isn't needed to show it.
///
/// # Errors
/// When it isn't what the client calls it, or can't be used.
pub fn checked(body: Upload) -> Result<Picture> {
    if Format::of_file(&body.bytes) != Format::of_media_type(body.media_type) {
        return Err(Error::NotAPicture);
    }
    clean(&body.bytes, PICTURE_PIXELS_MAX).map_err(|fault| match fault {
        Fault::Unknown => Error::NotAPicture,
        Fault::Broken => {
            Error::BadPicture { detail: "the picture is damaged, or its end is missing" }
        }
        Fault::TooManyPixels => {
            Error::BadPicture { detail: "the picture has more than 50 megapixels; make it smaller" }
        }
        Fault::Film => {
            Error::BadPicture { detail: "an AVIF picture can't be animated; use WebP or GIF" }
        }
    })
}

/// How much room a picture's file takes up.
pub fn bytes(picture: &Picture) -> i64 {
    i64::try_from(picture.file.len()).unwrap_or(i64::MAX)
}

/// The error for a picture that the quota has no room for.
pub fn no_room(used: i64, quota: i64) -> Error {
    let megabytes = |bytes: i64| {
        let tenths = bytes.unsigned_abs().div_ceil(100_000);
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    let detail = format!(
        "your pictures take up {} of {} MB; delete some of them",
        megabytes(used),
        megabytes(quota),
    );
    Error::NoRoom { detail }
}

/// Where a file is kept: its content for the database, or its key in an object store.
pub struct Stored {
    pub content: Option<Bytes>,
    pub key: Option<String>,
}

impl Stored {
    /// Keeps a picture's file, which has this address.
    ///
    /// In the object store, that happens before anything says that the picture is there. So its key is
    /// noted first, for the case that nothing ever will.
    pub async fn new(app: &App, db: &Db, url: &str, picture: Picture) -> Result<Self> {
        let file = Bytes::from(picture.file);
        let Some(store) = app.object_store() else {
            return Ok(Self { content: Some(file), key: None });
        };
        let key = url.trim_start_matches('/').to_owned();
        let _: Noted = db.query_one(include_str!("note_file.sql"), params![key.as_str()]).await?;
        store.put(&key, picture.format.media_type(), file).await?;
        Ok(Self { content: None, key: Some(key) })
    }
}

struct Noted;

impl FromRow for Noted {
    fn from_row(_: &Row<'_>) -> Result<Self, DbError> {
        Ok(Self)
    }
}
