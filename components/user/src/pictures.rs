//! The pictures in an export.

use connectly_service::{Db, DbError, FromRow, Result, Row, params};
use connectly_types::{
    ClaimedSession, ListedPicture, Picture, PictureFile, PictureId, limits::EXPORT_PICTURES_MAX,
    picture_ending,
};
use serde::Deserialize;

/// The caller's pictures, newest first.
pub async fn pictures_of(caller: ClaimedSession, db: &Db) -> Result<Vec<ListedPicture>> {
    let limit = i64::from(EXPORT_PICTURES_MAX);
    let Pictures(pictures) =
        db.query_one(include_str!("export_pictures.sql"), params![caller, limit]).await?;
    Ok(pictures)
}

struct Pictures(Vec<ListedPicture>);

impl FromRow for Pictures {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let rows: Option<Vec<PictureRow>> = row.get_json("pictures")?;
        Ok(Self(rows.into_iter().flatten().map(PictureRow::into_listed).collect()))
    }
}

#[derive(Deserialize)]
struct PictureRow {
    id: PictureId,
    media_type: String,
    width: u32,
    height: u32,
    bytes: u64,
    created_at: String,
    in_use: bool,
}

impl PictureRow {
    fn into_listed(self) -> ListedPicture {
        let Self { id, media_type, width, height, bytes, created_at, in_use } = self;
        let extension = picture_ending(&media_type);
        let url = PictureFile { id, width, height, extension }.to_string();
        let picture = Picture { id, url, width, height, media_type, bytes };
        ListedPicture { picture, created_at, in_use }
    }
}
