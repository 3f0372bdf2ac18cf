//! `GET /api/v1/media`

use connectly_service::{Call, DbError, FromRow, Reply, Result, Row, params};
use connectly_types::{
    Cursor, ListedPicture, Picture, PictureFile, PictureId, PicturePage, PictureQuota, PostId,
    operation::ListPictures, picture_ending,
};
use serde::Deserialize;
use uuid::Uuid;

/// A page of the caller's pictures, and how much room they take up.
pub async fn list_pictures(call: Call<ListPictures>) -> Result<Reply<ListPictures>> {
    let Call { caller, query: list, app, db, .. } = call;
    // One more than the page holds, to see whether there is a next one.
    let Page { mut rows, used } = db
        .query_one(
            include_str!("list_pictures.sql"),
            params![
                caller,
                list.cursor.map(|cursor| cursor.time),
                list.cursor.map(|cursor| cursor.id),
                i64::from(list.limit) + 1,
            ],
        )
        .await?;

    let limit = usize::try_from(list.limit).unwrap_or(usize::MAX);
    let has_next = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = rows.last().filter(|_| has_next).map(PictureRow::place);
    let pictures = rows.into_iter().map(PictureRow::into_listed).collect();
    let quota =
        PictureQuota { used: used.unsigned_abs(), limit: app.picture_quota()?.unsigned_abs() };
    Ok(Reply::new(PicturePage { pictures, next_cursor, quota }))
}

struct Page {
    rows: Vec<PictureRow>,
    used: i64,
}

impl FromRow for Page {
    fn from_row(row: &Row<'_>) -> Result<Self, DbError> {
        let pictures: Option<_> = row.get_json("pictures")?;
        Ok(Self { rows: pictures.unwrap_or_default(), used: row.get("used")? })
    }
}

/// A picture as the statement returns it.
#[derive(Deserialize)]
struct PictureRow {
    id: PictureId,
    media_type: String,
    width: u32,
    height: u32,
    bytes: u64,
    created_at: String,
    created_at_microseconds: i64,
    in_use: bool,
}

impl PictureRow {
    /// Where it is in the list. In a cursor, its id takes the place of a post's.
    fn place(&self) -> String {
        let id = PostId::from(Uuid::from(self.id));
        Cursor { time: self.created_at_microseconds, id }.to_string()
    }

    fn into_listed(self) -> ListedPicture {
        let Self { id, media_type, width, height, bytes, created_at, in_use, .. } = self;
        let extension = picture_ending(&media_type);
        let url = PictureFile { id, width, height, extension }.to_string();
        let picture = Picture { id, url, width, height, media_type, bytes };
        ListedPicture { picture, created_at, in_use }
    }
}
