//! The files of pictures that are kept here, and their addresses.

use std::fmt;

use crate::{PictureId, limits::PICTURE_WIDTHS};

/// What can stand after the dot.
const EXTENSIONS: [&str; 5] = ["jpg", "png", "webp", "avif", "gif"];

/// A picture at one of its widths. Its address is `/media/<id>/<width>x<height>.<extension>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PictureFile<'a> {
    /// The picture.
    pub id: PictureId,
    /// The width of this file in pixels, at least 1.
    pub width: u32,
    /// The height of this file in pixels, at least 1.
    pub height: u32,
    /// One of `jpg`, `png`, `webp`, `avif` and `gif`.
    pub extension: &'a str,
}

impl<'a> PictureFile<'a> {
    /// Reads an address; `None` if it is another one, or has the id in capitals.
    #[must_use]
    pub fn parse(address: &'a str) -> Option<Self> {
        let (id, name) = address.strip_prefix("/media/")?.split_once('/')?;
        if id.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        Self::named(PictureId::parse(id)?, name)
    }

    /// The file of this picture with this name: what follows the id in an address.
    #[must_use]
    pub fn named(id: PictureId, name: &'a str) -> Option<Self> {
        let (size, extension) = name.split_once('.')?;
        let (width, height) = size.split_once('x')?;
        let file = Self { id, width: length(width)?, height: length(height)?, extension };
        EXTENSIONS.contains(&extension).then_some(file)
    }

    /// The same picture at another width. Its height keeps the shape, rounded to the nearest pixel.
    #[must_use]
    pub fn at_width(self, width: u32) -> Self {
        let (of, by) = (u64::from(self.width).max(1), u64::from(width));
        let height = (u64::from(self.height) * by * 2 + of) / (of * 2);
        Self { width, height: u32::try_from(height).unwrap_or(u32::MAX).max(1), ..self }
    }

    /// The smaller files that are kept of a picture, the smallest first. An animation has none.
    pub fn smaller(self) -> impl Iterator<Item = Self> {
        let is_animation = self.extension == "gif";
        PICTURE_WIDTHS
            .into_iter()
            .filter(move |width| !is_animation && *width < self.width)
            .map(move |width| self.at_width(width))
    }
}

impl fmt::Display for PictureFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, width, height, extension } = self;
        write!(f, "/media/{id}/{width}x{height}.{extension}")
    }
}

/// A number of pixels, as it is written: without a sign or leading zeros.
fn length(text: &str) -> Option<u32> {
    let is_written_so =
        text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|_| is_written_so)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "01980000-0000-7000-8000-0000000000ab";

    fn id() -> PictureId {
        PictureId::parse(ID).unwrap()
    }

    #[test]
    fn an_address_tells_the_size() {
        let address = format!("/media/{ID}/1600x900.webp");
        let picture = PictureFile::parse(&address).expect("it is a picture's");
        assert_eq!(picture, PictureFile { id: id(), width: 1_600, height: 900, extension: "webp" });
        assert_eq!(picture.to_string(), address);
        let smaller: Vec<_> = picture.smaller().map(|smaller| smaller.to_string()).collect();
        assert_eq!(
            smaller,
            ["480x270", "960x540", "1440x810"].map(|size| format!("/media/{ID}/{size}.webp"))
        );
    }

    #[test]
    fn heights_are_rounded_and_never_zero() {
        let picture = PictureFile { id: id(), width: 1_001, height: 667, extension: "jpg" };
        assert_eq!(picture.at_width(480).height, 320);
        assert_eq!(PictureFile { width: 9_000, height: 3, ..picture }.at_width(480).height, 1);
        assert_eq!(PictureFile { width: 480, height: 10, ..picture }.smaller().count(), 0);
        assert_eq!(PictureFile { extension: "gif", ..picture }.smaller().count(), 0);
    }

    #[test]
    fn other_addresses_are_none() {
        for file in [
            "1600x900.svg",
            "1600x900",
            "0x900.webp",
            "01x900.webp",
            "+1x900.webp",
            "1600x.webp",
            "100000x9.webp",
            "1600x900.webp?a",
            "1600x900.webp/b",
        ] {
            assert_eq!(PictureFile::parse(&format!("/media/{ID}/{file}")), None, "{file}");
        }
        for address in [
            format!("/media/{}/1x1.png", ID.to_uppercase()),
            format!("/media/../{ID}/1x1.png"),
            format!("https://x.example/media/{ID}/1x1.png"),
            "/media/1/1x1.png".to_owned(),
        ] {
            assert_eq!(PictureFile::parse(&address), None, "{address}");
        }
    }
}
