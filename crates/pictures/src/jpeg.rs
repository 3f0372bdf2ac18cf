//! JPEG: ITU-T T.81, annex B.

use crate::orientation::Orientation;
use crate::reader::Reader;
use crate::{Cleaned, Fault, Limit};

/// Begins the file, and ends it.
const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
/// Begins a scan, whose data follows the segment.
const SOS: u8 = 0xda;
const EXIF: &[u8] = b"Exif\0\0";

pub(crate) fn clean(file: &[u8], limit: Limit) -> Result<Cleaned, Fault> {
    let mut reader = Reader(file);
    if reader.array()? != [0xff, SOI] {
        return Err(Fault::Broken);
    }
    let mut clean = vec![0xff, SOI];
    let mut size = None;
    let mut has_scan = false;
    let mut orientation = None;
    loop {
        let marker = marker(&mut reader)?;
        if marker == EOI {
            clean.extend([0xff, EOI]);
            break;
        }
        let length = usize::from(reader.u16()?).checked_sub(2).ok_or(Fault::Broken)?;
        let data = reader.take(length)?;
        match marker {
            SOS => {
                size.ok_or(Fault::Broken)?;
                has_scan = true;
                write(marker, data, &mut clean);
                clean.extend(scan(&mut reader)?);
            }
            // Tables.
            0xc4 | 0xcc | 0xdb..=0xdd => write(marker, data, &mut clean),
            // Frames.
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let (width, height) = frame(data)?;
                limit.check(width, height)?;
                if size.replace((width, height)).is_some() {
                    return Err(Fault::Broken);
                }
                write(marker, data, &mut clean);
            }
            // What applications add, and comments. Exif is read first, while nothing was drawn.
            0xe1 if data.starts_with(EXIF) && orientation.is_none() && !has_scan => {
                orientation = Orientation::of_exif(data.get(EXIF.len()..).unwrap_or_default());
                if let Some(orientation) = orientation {
                    write(marker, &[EXIF, &orientation.exif()].concat(), &mut clean);
                }
            }
            0xe0..=0xef | 0xfe => {
                if let Some(kept) = kept(marker, data) {
                    write(marker, &kept, &mut clean);
                }
            }
            _ => return Err(Fault::Broken),
        }
    }
    let (width, height) = size.filter(|_| has_scan).ok_or(Fault::Broken)?;
    let (width, height) = Orientation::turned(orientation, width, height);
    Ok(Cleaned { width, height, file: clean })
}

/// The part of an application's segment without which the picture would look different.
fn kept(marker: u8, data: &[u8]) -> Option<Vec<u8>> {
    match marker {
        // JFIF, without the thumbnail.
        0xe0 if data.starts_with(b"JFIF\0") => {
            let head = data.get(..12)?;
            Some([head, &[0, 0]].concat())
        }
        // What the colours mean: a part of an ICC profile.
        0xe2 if data.starts_with(b"ICC_PROFILE\0") => Some(data.to_vec()),
        // How the colours are coded.
        0xee if data.starts_with(b"Adobe") => data.get(..12).map(<[u8]>::to_vec),
        _ => None,
    }
}

fn marker(reader: &mut Reader<'_>) -> Result<u8, Fault> {
    if reader.u8()? != 0xff {
        return Err(Fault::Broken);
    }
    loop {
        // Any number of these may stand before a marker.
        match reader.u8()? {
            0xff => {}
            marker => return Ok(marker),
        }
    }
}

/// Width and height of a frame.
fn frame(data: &[u8]) -> Result<(u32, u32), Fault> {
    let mut reader = Reader(data);
    reader.take(1)?;
    let (height, width) = (reader.u16()?, reader.u16()?);
    Ok((width.into(), height.into()))
}

/// The coded data of a scan: up to a marker that isn't a part of it.
fn scan<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], Fault> {
    let mut length = 0;
    let mut bytes = reader.0;
    while let Some(place) = bytes.iter().position(|byte| *byte == 0xff) {
        match bytes.get(place + 1) {
            // An escaped byte, or a mark to start again at.
            Some(0 | 0xd0..=0xd7) => {
                length += place + 2;
                bytes = bytes.get(place + 2..).unwrap_or_default();
            }
            Some(0xff) => {
                length += place + 1;
                bytes = bytes.get(place + 1..).unwrap_or_default();
            }
            Some(_) => return reader.take(length + place),
            None => break,
        }
    }
    Err(Fault::Broken)
}

fn write(marker: u8, data: &[u8], to: &mut Vec<u8>) {
    to.extend([0xff, marker]);
    // It was read from a length of 16 bits, or is no longer than what was.
    to.extend((data.len() as u16 + 2).to_be_bytes());
    to.extend(data);
}
