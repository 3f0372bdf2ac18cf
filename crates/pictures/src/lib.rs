//! Pictures as people upload them: which format a file has, how large the picture is, and the same file
//! without anything that isn't needed to show it.
//!
//! A format's module reads the file's container from end to end and writes a new one with the parts that
//! it knows: pixels, colours, animation, orientation. Where somebody was, what camera they used, comments,
//! thumbnails, and whatever stands behind the picture's end are not copied. So a file that is a picture
//! and something else at once becomes a picture alone, and one that was cut off is found out. The pixels
//! themselves are not decoded.

// A panic here ends every request of its instance.
#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod avif;
mod gif;
mod jpeg;
mod png;
mod webp;

mod orientation;
mod reader;

/// The formats of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG, baseline or progressive.
    Jpeg,
    /// PNG, still or animated.
    Png,
    /// WebP, still or animated.
    WebP,
    /// AVIF, still.
    Avif,
    /// GIF, still or animated.
    Gif,
}

impl Format {
    const ALL: [Self; 5] = [Self::Jpeg, Self::Png, Self::WebP, Self::Avif, Self::Gif];

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::WebP => "image/webp",
            Self::Avif => "image/avif",
            Self::Gif => "image/gif",
        }
    }

    /// What stands after the dot in names of its files.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
            Self::Avif => "avif",
            Self::Gif => "gif",
        }
    }

    /// The format with this media type, in lower case.
    #[must_use]
    pub fn of_media_type(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.media_type() == name)
    }

    /// The format whose files begin like this one.
    #[must_use]
    pub fn of_file(file: &[u8]) -> Option<Self> {
        let (head, rest) = file.split_at_checked(4)?;
        match head {
            [0xff, 0xd8, 0xff, _] => Some(Self::Jpeg),
            b"\x89PNG" if rest.starts_with(b"\r\n\x1a\n") => Some(Self::Png),
            b"GIF8" if rest.starts_with(b"7a") || rest.starts_with(b"9a") => Some(Self::Gif),
            b"RIFF" if rest.get(4..8) == Some(b"WEBP") => Some(Self::WebP),
            _ if rest.starts_with(b"ftyp") => Some(Self::Avif),
            _ => None,
        }
    }
}

/// A picture's file with nothing but the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its format.
    pub format: Format,
    /// In pixels, as it's shown.
    pub width: u32,
    /// In pixels, as it's shown.
    pub height: u32,
    /// The file.
    pub file: Vec<u8>,
}

/// Why a file can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has none of the formats.
    Unknown,
    /// It's damaged, or its end is missing.
    Broken,
    /// Its picture has more pixels than allowed.
    TooManyPixels,
    /// It's a film.
    Film,
}

/// Reads a picture's file and writes it again, if the picture has at most this many pixels.
///
/// # Errors
/// See [`Fault`].
pub fn clean(file: &[u8], pixels_max: u64) -> Result<Picture, Fault> {
    let format = Format::of_file(file).ok_or(Fault::Unknown)?;
    let limit = Limit(pixels_max);
    let Cleaned { width, height, file } = match format {
        Format::Jpeg => jpeg::clean(file, limit),
        Format::Png => png::clean(file, limit),
        Format::WebP => webp::clean(file, limit),
        Format::Avif => avif::clean(file, limit),
        Format::Gif => gif::clean(file, limit),
    }?;
    Ok(Picture { format, width, height, file })
}

/// What a format's module returns.
struct Cleaned {
    width: u32,
    height: u32,
    file: Vec<u8>,
}

/// How many pixels a picture may have.
#[derive(Clone, Copy)]
struct Limit(u64);

impl Limit {
    /// Checks a picture's size, or a frame's.
    fn check(self, width: u32, height: u32) -> Result<(), Fault> {
        match u64::from(width) * u64::from(height) {
            0 => Err(Fault::Broken),
            pixels if pixels > self.0 => Err(Fault::TooManyPixels),
            _ => Ok(()),
        }
    }
}
