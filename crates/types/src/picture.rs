//! Pictures.

use serde::{Deserialize, Serialize};

use crate::limits::{PAGE_DEFAULT, PICTURE_WIDTHS};
use crate::{
    Cursor, Fault, FieldError, FromQuery, PathParameter, PictureId,
    query::{LIMIT, page_limit, read},
};
#[cfg(feature = "schema")]
use crate::{
    limits::{PAGE_MAX, PAGE_MIN},
    schema::Time,
};

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Picture {
    /// Its id.
    pub id: PictureId,
    /// The address of its largest file, on this server.
    pub url: String,
    /// In pixels, as it's shown.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub width: u32,
    /// In pixels, as it's shown.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub height: u32,
    /// `image/jpeg`, `image/png`, `image/webp`, `image/avif` or `image/gif`.
    pub media_type: String,
    /// How much room its files take up.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub bytes: u64,
}

/// A picture in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListedPicture {
    /// The picture.
    #[serde(flatten)]
    pub picture: Picture,
    /// When it was uploaded.
    #[cfg_attr(feature = "schema", schemars(with = "Time"))]
    pub created_at: String,
    /// Whether a post, a draft or a profile uses it.
    pub in_use: bool,
}

/// Answer of [`upload_picture`](crate::operation::UploadPicture).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UploadedPicture {
    /// The picture.
    pub picture: Picture,
}

/// Answer of [`add_picture_width`](crate::operation::AddPictureWidth).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddedWidth {
    /// The address of the file in this width.
    pub url: String,
}

/// How much room pictures may take up, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PictureQuota {
    /// How much all pictures of the account take up.
    pub used: u64,
    /// How much they may take up.
    pub limit: u64,
}

/// Answer of [`list_pictures`](crate::operation::ListPictures).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PicturePage {
    /// The pictures, newest first.
    pub pictures: Vec<ListedPicture>,
    /// The `cursor` of the next page; null on the last one.
    pub next_cursor: Option<String>,
    /// The room that they take up.
    pub quota: PictureQuota,
}

/// Query of [`list_pictures`](crate::operation::ListPictures), checked.
#[derive(Clone, Copy, Debug)]
pub struct ListPictures {
    /// How many pictures at most.
    pub limit: u32,
    /// Where to go on. The cursor's id is the picture's.
    pub cursor: Option<Cursor>,
}

/// The same as it comes.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListPicturesQuery {
    /// How many pictures at most.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<u32>", range(min = PAGE_MIN, max = PAGE_MAX),
            extend("default" = PAGE_DEFAULT))
    )]
    pub limit: Option<String>,
    /// The `nextCursor` of the page before.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Cursor>"))]
    pub cursor: Option<String>,
}

impl FromQuery for ListPictures {
    type Raw = ListPicturesQuery;
}

impl TryFrom<ListPicturesQuery> for ListPictures {
    type Error = Vec<FieldError>;

    fn try_from(query: ListPicturesQuery) -> Result<Self, Self::Error> {
        let mut errors = Vec::new();
        let limit = read(&mut errors, "limit", LIMIT, query.limit, page_limit);
        let cursor = read(&mut errors, "cursor", Fault::Cursor, query.cursor, Cursor::parse);
        if errors.is_empty() {
            Ok(Self { limit: limit.unwrap_or(PAGE_DEFAULT), cursor })
        } else {
            Err(errors)
        }
    }
}

/// A width in which a wider picture can be kept as well: one of [`PICTURE_WIDTHS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureWidth(u32);

impl PictureWidth {
    /// In pixels.
    #[must_use]
    pub fn pixels(self) -> u32 {
        self.0
    }
}

impl PathParameter for PictureWidth {
    const DESCRIPTION: &'static str = "The width in pixels.";
    const EXAMPLE: &'static str = "480";

    fn read(name: &str, text: &str) -> Result<Self, FieldError> {
        let width = PICTURE_WIDTHS.into_iter().find(|width| width.to_string() == text);
        width.map(Self).ok_or_else(|| Fault::Choice("480, 960 or 1440").of(name))
    }
}

/// What stands after the dot in the path of a picture with this media type.
#[must_use]
pub fn picture_ending(media_type: &str) -> &str {
    match media_type.strip_prefix("image/") {
        Some("jpeg") | None => "jpg",
        Some(name) => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_width_is_one_of_three() {
        for width in PICTURE_WIDTHS {
            let read = PictureWidth::read("width", &width.to_string());
            assert_eq!(read.unwrap().pixels(), width);
        }
        for bad in ["", "0480", "481", "+480", "480x270", "99999999999999"] {
            let error = PictureWidth::read("width", bad).unwrap_err();
            assert!(error.message.contains("480, 960 or 1440"), "{error:?}");
        }
    }
}
