//! Bodies that are taken as they are.

use crate::{InputError, RequestBody, limits::PICTURE_MAX};

/// What a body may be that isn't JSON.
#[derive(Clone, Copy, Debug)]
pub struct UploadForm {
    /// The media types, in lower case.
    pub media_types: &'static [&'static str],
    /// The length at most, in bytes.
    pub max: usize,
}

impl UploadForm {
    /// A picture.
    pub const PICTURE: Self = Self {
        media_types: &["image/jpeg", "image/png", "image/webp", "image/avif", "image/gif"],
        max: PICTURE_MAX,
    };

    /// The media type of this name, whatever its case; `None` if a body can't have it.
    #[must_use]
    pub fn media_type(&self, name: &str) -> Option<&'static str> {
        self.media_types.iter().copied().find(|known| known.eq_ignore_ascii_case(name))
    }
}

/// A body as it was sent.
#[derive(Clone, Debug, Default)]
pub struct SentBody {
    /// Its media type, if it's one of its [`UploadForm`].
    pub media_type: &'static str,
    /// What it consists of.
    pub bytes: Vec<u8>,
}

/// The body of an operation that takes it as it is.
#[derive(Clone, Debug)]
pub struct Upload {
    /// What the client calls it: one of its [`UploadForm`].
    pub media_type: &'static str,
    /// What it consists of.
    pub bytes: Vec<u8>,
}

impl RequestBody for Upload {
    fn read(body: SentBody) -> Result<Self, InputError> {
        Ok(Self { media_type: body.media_type, bytes: body.bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_has_no_case() {
        assert_eq!(UploadForm::PICTURE.media_type("Image/PNG"), Some("image/png"));
        for other in ["image/svg+xml", "image/*", "image/jpg", ""] {
            assert_eq!(UploadForm::PICTURE.media_type(other), None, "{other}");
        }
    }
}
