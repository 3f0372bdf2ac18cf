//! WebP: RFC 9649.

use crate::orientation::Orientation;
use crate::reader::{Reader, length};
use crate::{Cleaned, Fault, Limit};

/// Flags of the chunk VP8X: that there are chunks EXIF and XMP.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

/// What some programs write before the Exif data.
const EXIF: &[u8] = b"Exif\0\0";

pub(crate) fn clean(file: &[u8], limit: Limit) -> Result<Cleaned, Fault> {
    let mut reader = Reader(file);
    reader.take(4)?;
    let length = length(reader.u32_le()?)?;
    let mut riff = Reader(reader.take(length)?);
    riff.take(4)?;
    let mut clean = b"RIFF\0\0\0\0WEBP".to_vec();
    let mut canvas: Option<Canvas> = None;
    let mut size = None;
    let mut orientation = None;
    while !riff.is_empty() {
        let (kind, data) = chunk(&mut riff)?;
        match kind {
            b"VP8X" if clean.len() == 12 => {
                let found = Canvas::read(data, clean.len() + 8)?;
                limit.check(found.width, found.height)?;
                canvas = Some(found);
                write(kind, data, &mut clean);
            }
            b"VP8 " | b"VP8L" if size.is_none() => {
                let (width, height) = bitmap(kind, data)?;
                limit.check(width, height)?;
                size = Some((width, height));
                write(kind, data, &mut clean);
                if canvas.is_none() {
                    break;
                }
            }
            b"ANMF" if canvas.is_some() => {
                let frame = frame(data, limit)?;
                size = canvas.as_ref().map(|canvas| (canvas.width, canvas.height));
                write(kind, &frame, &mut clean);
            }
            b"ALPH" | b"ANIM" | b"ICCP" if canvas.is_some() => write(kind, data, &mut clean),
            b"EXIF" if canvas.is_some() && orientation.is_none() => {
                let tiff = data.strip_prefix(EXIF).unwrap_or(data);
                orientation = Orientation::of_exif(tiff);
                if let Some(orientation) = orientation {
                    write(kind, &orientation.exif(), &mut clean);
                }
            }
            _ => {}
        }
    }
    let (mut width, mut height) = size.ok_or(Fault::Broken)?;
    if let Some(canvas) = canvas {
        (width, height) = (canvas.width, canvas.height);
        let flags = clean.get_mut(canvas.flags_at).ok_or(Fault::Broken)?;
        *flags &= !(HAS_EXIF | HAS_XMP);
        if orientation.is_some() {
            *flags |= HAS_EXIF;
        }
    }
    let (width, height) = Orientation::turned(orientation, width, height);
    set_length(&mut clean)?;
    Ok(Cleaned { width, height, file: clean })
}

/// What the chunk VP8X says.
struct Canvas {
    width: u32,
    height: u32,
    /// Where its flags are in the new file.
    flags_at: usize,
}

impl Canvas {
    fn read(data: &[u8], flags_at: usize) -> Result<Self, Fault> {
        if data.len() != 10 {
            return Err(Fault::Broken);
        }
        let mut reader = Reader(data);
        reader.take(4)?;
        Ok(Self { width: reader.u24_le()? + 1, height: reader.u24_le()? + 1, flags_at })
    }
}

/// Width and height of a coded picture.
fn bitmap(kind: &[u8], data: &[u8]) -> Result<(u32, u32), Fault> {
    const FOURTEEN_BITS: u32 = 0x3fff;
    let mut reader = Reader(data);
    if kind == b"VP8L" {
        if reader.u8()? != 0x2f {
            return Err(Fault::Broken);
        }
        let bits = reader.u32_le()?;
        return Ok(((bits & FOURTEEN_BITS) + 1, ((bits >> 14) & FOURTEEN_BITS) + 1));
    }
    // The first bit is zero in a frame that needs no other.
    let tag = reader.u24_le()?;
    if tag & 1 != 0 || reader.array()? != [0x9d, 0x01, 0x2a] {
        return Err(Fault::Broken);
    }
    let (width, height) = (reader.u16_le()?, reader.u16_le()?);
    Ok((u32::from(width) & FOURTEEN_BITS, u32::from(height) & FOURTEEN_BITS))
}

/// A frame of an animation, with nothing but its pixels.
fn frame(data: &[u8], limit: Limit) -> Result<Vec<u8>, Fault> {
    let mut reader = Reader(data);
    let mut clean = reader.take(16)?.to_vec();
    let mut has_pixels = false;
    while !reader.is_empty() {
        let (kind, data) = chunk(&mut reader)?;
        match kind {
            b"VP8 " | b"VP8L" => {
                let (width, height) = bitmap(kind, data)?;
                limit.check(width, height)?;
                has_pixels = true;
                write(kind, data, &mut clean);
            }
            b"ALPH" => write(kind, data, &mut clean),
            _ => {}
        }
    }
    if has_pixels { Ok(clean) } else { Err(Fault::Broken) }
}

/// A chunk, which is padded to an even length.
fn chunk<'a>(reader: &mut Reader<'a>) -> Result<(&'a [u8], &'a [u8]), Fault> {
    let kind = reader.take(4)?;
    let length = length(reader.u32_le()?)?;
    let data = reader.take(length)?;
    // Some programs leave out the last one.
    if length % 2 == 1 && !reader.is_empty() {
        reader.take(1)?;
    }
    Ok((kind, data))
}

fn write(kind: &[u8], data: &[u8], to: &mut Vec<u8>) {
    to.extend(kind);
    // It was read from a length of 32 bits, or is no longer than what was.
    to.extend((data.len() as u32).to_le_bytes());
    to.extend(data);
    if data.len() % 2 == 1 {
        to.push(0);
    }
}

fn set_length(file: &mut [u8]) -> Result<(), Fault> {
    let length = u32::try_from(file.len().saturating_sub(8)).map_err(|_| Fault::Broken)?;
    let place = file.get_mut(4..8).ok_or(Fault::Broken)?;
    place.copy_from_slice(&length.to_le_bytes());
    Ok(())
}
