//! PNG: PNG Specification (Third Edition), section 5.

use crate::orientation::Orientation;
use crate::reader::{Reader, length};
use crate::{Cleaned, Fault, Limit};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The chunks that are kept: the pixels, what their colours mean, and animation.
const KEPT: [&[u8; 4]; 16] = [
    b"IDAT", b"PLTE", b"tRNS", b"cHRM", b"cICP", b"gAMA", b"iCCP", b"mDCV", b"cLLI", b"sBIT",
    b"sRGB", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

struct Chunk<'a> {
    kind: &'a [u8],
    data: &'a [u8],
}

pub(crate) fn clean(file: &[u8], limit: Limit) -> Result<Cleaned, Fault> {
    let mut reader = Reader(file);
    reader.take(SIGNATURE.len())?;
    let header = Chunk::read(&mut reader)?;
    let (width, height) = size(&header)?;
    limit.check(width, height)?;
    header.check(&mut reader)?;

    let mut clean = SIGNATURE.to_vec();
    header.write(&mut clean);
    let mut has_pixels = false;
    let mut orientation = None;
    loop {
        let chunk = Chunk::read(&mut reader)?;
        chunk.check(&mut reader)?;
        match chunk.kind {
            b"IEND" => {
                chunk.write(&mut clean);
                break;
            }
            b"eXIf" if orientation.is_none() => {
                orientation = Orientation::of_exif(chunk.data);
                if let Some(orientation) = orientation {
                    Chunk { kind: b"eXIf", data: &orientation.exif() }.write(&mut clean);
                }
            }
            kind if KEPT.iter().any(|kept| *kept == kind) => {
                has_pixels |= kind == b"IDAT";
                chunk.write(&mut clean);
            }
            // A capital says that the picture can't be shown without it, and nobody knows what it is.
            [b'A'..=b'Z', ..] => return Err(Fault::Broken),
            _ => {}
        }
    }
    if !has_pixels {
        return Err(Fault::Broken);
    }
    let (width, height) = Orientation::turned(orientation, width, height);
    Ok(Cleaned { width, height, file: clean })
}

/// What the first chunk says.
fn size(header: &Chunk<'_>) -> Result<(u32, u32), Fault> {
    if header.kind != b"IHDR" || header.data.len() != 13 {
        return Err(Fault::Broken);
    }
    let mut reader = Reader(header.data);
    Ok((reader.u32()?, reader.u32()?))
}

impl<'a> Chunk<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self, Fault> {
        let length = length(reader.u32()?)?;
        Ok(Self { kind: reader.take(4)?, data: reader.take(length)? })
    }

    /// Compares the checksum, which stands next.
    fn check(&self, reader: &mut Reader<'_>) -> Result<(), Fault> {
        if reader.u32()? == self.checksum() { Ok(()) } else { Err(Fault::Broken) }
    }

    fn checksum(&self) -> u32 {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(self.kind);
        hasher.update(self.data);
        hasher.finalize()
    }

    fn write(&self, to: &mut Vec<u8>) {
        // It was read from a length of 32 bits, or is a few bytes long.
        to.extend((self.data.len() as u32).to_be_bytes());
        to.extend(self.kind);
        to.extend(self.data);
        to.extend(self.checksum().to_be_bytes());
    }
}
