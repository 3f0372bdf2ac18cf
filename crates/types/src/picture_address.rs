//! The addresses of pictures that are kept here.

use serde_json::Value;

use crate::{
    Fault, PictureFile,
    value::{FieldValue, Kind},
};

/// The address of the largest file of a picture, which tells its size: a [`PictureFile`]'s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PictureAddress(String);

impl PictureAddress {
    /// What [`parse`](Self::parse) accepts, as a regular expression.
    pub const PATTERN: &'static str = "^/media/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/[1-9][0-9]{0,4}x[1-9][0-9]{0,4}\\.(avif|gif|jpg|png|webp)$";

    /// Reads an address; `None` if it is another one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        PictureFile::parse(text).map(|_| Self(text.to_owned()))
    }
}

impl From<PictureAddress> for String {
    fn from(address: PictureAddress) -> Self {
        address.0
    }
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
    fn an_address_is_that_of_a_file() {
        let text = "/media/0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60/1600x900.webp";
        let address = PictureAddress::parse(text).unwrap();
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
