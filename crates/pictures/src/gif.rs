//! GIF: Graphics Interchange Format, version 89a.

use crate::reader::Reader;
use crate::{Cleaned, Fault, Limit};

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const TRAILER: u8 = 0x3b;
/// Extensions: how a frame is shown, and an application's own.
const CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;

/// The applications whose extension says how often an animation is repeated.
const LOOPS: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

pub(crate) fn clean(file: &[u8], limit: Limit) -> Result<Cleaned, Fault> {
    let mut reader = Reader(file);
    let head = reader.take(13)?;
    let mut clean = head.to_vec();
    let mut screen = Reader(head);
    screen.take(6)?;
    let (width, height) = (screen.u16_le()?.into(), screen.u16_le()?.into());
    limit.check(width, height)?;
    clean.extend(reader.take(color_table(screen.u8()?))?);
    let mut has_frame = false;
    loop {
        match reader.u8()? {
            TRAILER => {
                clean.push(TRAILER);
                break;
            }
            IMAGE => {
                has_frame = true;
                frame(&mut reader, limit, &mut clean)?;
            }
            EXTENSION => extension(&mut reader, &mut clean)?,
            _ => return Err(Fault::Broken),
        }
    }
    if has_frame { Ok(Cleaned { width, height, file: clean }) } else { Err(Fault::Broken) }
}

/// How many bytes the table has that these flags announce.
fn color_table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

fn frame(reader: &mut Reader<'_>, limit: Limit, clean: &mut Vec<u8>) -> Result<(), Fault> {
    let head = reader.take(9)?;
    clean.push(IMAGE);
    clean.extend(head);
    let mut place = Reader(head);
    place.take(4)?;
    limit.check(place.u16_le()?.into(), place.u16_le()?.into())?;
    clean.extend(reader.take(color_table(place.u8()?))?);
    // The size of the first codes.
    clean.push(reader.u8()?);
    clean.extend(blocks(reader)?);
    Ok(())
}

fn extension(reader: &mut Reader<'_>, clean: &mut Vec<u8>) -> Result<(), Fault> {
    let kind = reader.u8()?;
    let data = blocks(reader)?;
    let is_kept = match kind {
        CONTROL => true,
        // Two blocks: the application's name, then three bytes.
        APPLICATION => {
            let rest = data.strip_prefix(&[11]);
            let name = rest.and_then(|rest| rest.get(..11)).unwrap_or_default();
            LOOPS.contains(&name) && data.len() == 1 + 11 + 1 + 3 + 1
        }
        _ => false,
    };
    if is_kept {
        clean.extend([EXTENSION, kind]);
        clean.extend(data);
    }
    Ok(())
}

/// Blocks with their lengths, up to an empty one.
fn blocks<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], Fault> {
    let all = *reader;
    let mut length = 0;
    loop {
        let block = reader.u8()?;
        reader.take(block.into())?;
        length += 1 + usize::from(block);
        if block == 0 {
            return { all }.take(length);
        }
    }
}
