//! The addresses of pictures that are kept here.

use serde_json::Value;

use crate::{
    Fault, PostId,
    value::{FieldValue, Kind},
};

/// The address of the largest file of a picture, which tells its size:
/// `/media/<id>/<width>x<height>.<extension>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureAddress {
    text: String,
    size: (u32, u32),
}

impl PictureAddress {
    /// What [`parse`](Self::parse) accepts, as a regular expression.
    pub const PATTERN: &'static str = "^/media/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/[1-9][0-9]{0,4}x[1-9][0-9]{0,4}\\.(avif|gif|jpg|png|webp)$";

    /// Reads an address; `None` if it is another one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (id, file) = text.strip_prefix("/media/")?.split_once('/')?;
        let (size, extension) = file.split_once('.')?;
        let (width, height) = size.split_once('x')?;
        let size = (side(width)?, side(height)?);
        let is_good = PostId::parse(id).is_some()
            && !id.bytes().any(|byte| byte.is_ascii_uppercase())
            && matches!(extension, "avif" | "gif" | "jpg" | "png" | "webp");
        is_good.then(|| Self { text: text.to_owned(), size })
    }

    /// The picture's width and height, in pixels.
    #[must_use]
    pub const fn size(&self) -> (u32, u32) {
        self.size
    }
}

impl From<PictureAddress> for String {
    fn from(address: PictureAddress) -> Self {
        address.text
    }
}

/// One to five digits, of which the first isn't zero.
fn side(text: &str) -> Option<u32> {
    let is_number = matches!(text.as_bytes(), [b'1'..=b'9', rest @ ..]
        if rest.len() <= 4 && rest.iter().all(u8::is_ascii_digit));
    if is_number { text.parse().ok() } else { None }
}

impl FieldValue for PictureAddress {
    const KIND: Kind = Kind::Text;

    fn read(value: Value) -> Result<Self, Vec<Fault>> {
        let Value::String(text) = value else { return Err(vec![Self::KIND.fault()]) };
        Self::parse(&text).ok_or_else(|| vec![Fault::Picture])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_the_size() {
        let text = "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/1600x900.webp";
        let address = PictureAddress::parse(text).unwrap();
        assert_eq!(address.size(), (1600, 900));
        assert_eq!(String::from(address), text);
        for bad in [
            "",
            "https://example.com/a.png",
            "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/1600x900.svg",
            "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/01600x900.webp",
            "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/+160x900.webp",
            "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/0x900.webp",
            "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/160000x900.webp",
            "/media/0198B8A2-7E5B-7C3D-9A4F-1B2C3D4E5F60/1600x900.webp",
            "/media/1/1600x900.webp",
            "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/../1600x900.webp",
        ] {
            assert_eq!(PictureAddress::parse(bad), None, "{bad}");
        }
    }
}
