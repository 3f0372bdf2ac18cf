//! How a picture has to be turned to stand upright: the one fact of its Exif data that is kept.

use crate::Fault;
use crate::reader::{Reader, length};

/// The tag of the orientation, and the type of its value: TIFF 6.0, section 8.
const TAG: u16 = 0x0112;
const SHORT: u16 = 3;

/// An orientation other than upright: 2 to 8, as TIFF counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Orientation(u8);

impl Orientation {
    /// Reads it from Exif data, which is a TIFF file; `None` if there is none, or it's upright.
    pub(crate) fn of_exif(tiff: &[u8]) -> Option<Self> {
        let value = read(tiff).ok()??;
        u8::try_from(value).ok().filter(|value| (2..=8).contains(value)).map(Self)
    }

    /// Exif data with the orientation alone.
    pub(crate) fn exif(self) -> Vec<u8> {
        let mut tiff = b"MM\0\x2a\0\0\0\x08\0\x01".to_vec();
        tiff.extend(TAG.to_be_bytes());
        tiff.extend(SHORT.to_be_bytes());
        // One value, in the first half of four bytes. Then, no further directory.
        tiff.extend([0, 0, 0, 1, 0, self.0, 0, 0, 0, 0, 0, 0]);
        tiff
    }

    /// Width and height as they are shown.
    pub(crate) fn turned(of: Option<Self>, width: u32, height: u32) -> (u32, u32) {
        match of {
            Some(Self(5..=8)) => (height, width),
            _ => (width, height),
        }
    }
}

fn read(tiff: &[u8]) -> Result<Option<u16>, Fault> {
    let is_big_endian = tiff.starts_with(b"MM");
    let u16 = |reader: &mut Reader<'_>| {
        if is_big_endian { reader.u16() } else { reader.u16_le() }
    };
    let mut reader = Reader(tiff);
    reader.take(4)?;
    let offset = if is_big_endian { reader.u32() } else { reader.u32_le() };
    let mut directory = Reader(tiff);
    directory.take(length(offset?)?)?;
    for _ in 0..u16(&mut directory)? {
        let mut entry = Reader(directory.take(12)?);
        if u16(&mut entry)? == TAG && u16(&mut entry)? == SHORT {
            entry.take(4)?;
            return u16(&mut entry).map(Some);
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for value in 2..=8 {
            let orientation = Orientation(value);
            assert_eq!(Orientation::of_exif(&orientation.exif()), Some(orientation));
        }
        for upright in [0, 1, 9, 255] {
            assert_eq!(Orientation::of_exif(&Orientation(upright).exif()), None);
        }
    }

    #[test]
    fn either_order_of_bytes_is_read() {
        let tiff = b"II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
        assert_eq!(Orientation::of_exif(tiff), Some(Orientation(6)));
    }

    #[test]
    fn what_is_cut_off_has_no_orientation() {
        let tiff = Orientation(6).exif();
        for end in 0..tiff.len() - 6 {
            assert_eq!(Orientation::of_exif(&tiff[..end]), None, "{end}");
        }
    }

    #[test]
    fn a_picture_on_its_side_is_as_wide_as_it_was_high() {
        assert_eq!(Orientation::turned(None, 3, 2), (3, 2));
        assert_eq!(Orientation::turned(Some(Orientation(3)), 3, 2), (3, 2));
        assert_eq!(Orientation::turned(Some(Orientation(6)), 3, 2), (2, 3));
    }
}
