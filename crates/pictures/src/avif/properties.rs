//! What a file says about its items: ISO/IEC 23008-12, section 6.5.

use super::boxes::{Boxes, Found};
use super::wipe;
use crate::reader::Reader;
use crate::{Fault, Limit};

/// The properties that say how a picture is decoded and shown.
const KEPT: [&[u8; 4]; 17] = [
    b"a1lx", b"a1op", b"amve", b"auxC", b"av1C", b"cclv", b"clap", b"clli", b"colr", b"imir",
    b"irot", b"ispe", b"lsel", b"mdcv", b"pasp", b"pixi", b"iscl",
];

/// Width and height of an item as it's shown.
pub(crate) fn size(
    file: &[u8],
    iprp: &Found,
    item: u32,
    limit: Limit,
) -> Result<(u32, u32), Fault> {
    let properties = properties(file, iprp);
    for property in properties.iter().filter(|property| property.is(b"ispe")) {
        let (width, height) = extents(property.content(file))?;
        limit.check(width, height)?;
    }
    let (mut size, mut is_on_its_side) = (None, false);
    for index in associated(file, iprp, item)? {
        // The first has the number 1; 0 is none.
        let Some(property) = index.checked_sub(1).and_then(|index| properties.get(index)) else {
            continue;
        };
        let content = property.content(file);
        match &property.kind {
            b"ispe" => size = Some(extents(content)?),
            b"clap" => size = Some(aperture(content)?),
            b"irot" => is_on_its_side = Reader(content).u8()? & 1 == 1,
            _ => {}
        }
    }
    let (width, height) = size.ok_or(Fault::Broken)?;
    limit.check(width, height)?;
    Ok(if is_on_its_side { (height, width) } else { (width, height) })
}

/// Wipes the others. They keep their places, because they are counted.
pub(crate) fn clean(file: &[u8], iprp: &Found, clean: &mut [u8]) {
    for property in properties(file, iprp) {
        if !KEPT.contains(&&property.kind) {
            wipe(clean, &property);
        }
    }
    for found in Boxes::within(file, iprp.inside.clone()) {
        if !found.is(b"ipco") && !found.is(b"ipma") {
            wipe(clean, &found);
        }
    }
}

fn properties(file: &[u8], iprp: &Found) -> Vec<Found> {
    let mut boxes = Boxes::within(file, iprp.inside.clone());
    let container = boxes.find(|found| found.is(b"ipco"));
    container.map(|found| Boxes::within(file, found.inside).collect()).unwrap_or_default()
}

/// The numbers of an item's properties.
fn associated(file: &[u8], iprp: &Found, item: u32) -> Result<Vec<usize>, Fault> {
    let mut all = Vec::new();
    for found in Boxes::within(file, iprp.inside.clone()).filter(|found| found.is(b"ipma")) {
        let mut reader = Reader(found.content(file));
        let head = reader.u32()?;
        let (has_long_ids, has_long_numbers) = (head >> 24 > 0, head & 1 == 1);
        for _ in 0..reader.u32()? {
            let id = if has_long_ids { reader.u32()? } else { reader.u16()?.into() };
            for _ in 0..reader.u8()? {
                // The first bit says whether the property must be understood.
                let number = if has_long_numbers {
                    reader.u16()? & 0x7fff
                } else {
                    u16::from(reader.u8()? & 0x7f)
                };
                if id == item {
                    all.push(number.into());
                }
            }
        }
    }
    Ok(all)
}

fn extents(content: &[u8]) -> Result<(u32, u32), Fault> {
    let mut reader = Reader(content);
    reader.take(4)?;
    Ok((reader.u32()?, reader.u32()?))
}

/// The part of a picture that is shown: two fractions.
fn aperture(content: &[u8]) -> Result<(u32, u32), Fault> {
    let mut reader = Reader(content);
    let mut fraction = || {
        let (numerator, denominator) = (reader.u32()?, reader.u32()?);
        numerator.checked_div(denominator).ok_or(Fault::Broken)
    };
    Ok((fraction()?, fraction()?))
}
