//! AVIF: AV1 Image File Format, version 1.2, in the container of ISO/IEC 14496-12 and 23008-12.
//!
//! Such a file names places in itself by their offsets, so nothing is moved: what isn't kept is
//! overwritten with zeros.

mod boxes;
mod items;
mod properties;

use std::ops::Range;

use crate::{Cleaned, Fault, Limit};
use boxes::{Boxes, Found};
use items::Items;

/// The boxes that describe the picture.
const DESCRIPTIONS: [&[u8; 4]; 8] =
    [b"hdlr", b"pitm", b"iloc", b"iinf", b"iprp", b"iref", b"idat", b"grpl"];

/// Exif data in an item: where the TIFF file begins, and one without any entry.
const EMPTY_EXIF: &[u8] = b"\0\0\0\0MM\0\x2a\0\0\0\x08\0\0\0\0\0\0";

/// The names of what is overwritten.
const FREE: &[u8] = b"free";

pub(crate) fn clean(file: &[u8], limit: Limit) -> Result<Cleaned, Fault> {
    let top: Vec<Found> = Boxes::in_file(file).collect();
    let first = top.first().filter(|first| first.is(b"ftyp")).ok_or(Fault::Broken)?;
    let brands = first.content(file);
    if !brands.chunks(4).any(|brand| brand == b"avif") {
        return Err(Fault::Unknown);
    }
    if top.iter().any(|found| found.is(b"moov")) {
        return Err(Fault::Film);
    }
    let mut metas = top.iter().filter(|found| found.is(b"meta"));
    let (Some(meta), None) = (metas.next(), metas.next()) else { return Err(Fault::Broken) };
    let described = Described::read(file, meta)?;
    let (width, height) = described.size(file, limit)?;

    let end = top.iter().map(|found| found.whole.end).max().unwrap_or_default();
    let mut clean = file.get(..end).ok_or(Fault::Broken)?.to_vec();
    for found in &top {
        match &found.kind {
            b"ftyp" | b"meta" => {}
            b"mdat" => boxes::fill(&mut clean, found.inside.clone(), &[]),
            _ => wipe(&mut clean, found),
        }
    }
    described.clean_meta(file, &mut clean)?;
    let datas: Vec<_> = top.iter().filter(|found| found.is(b"mdat")).collect();
    let is_data = |extent: &Range<usize>| {
        let is_in =
            |whole: &Found| whole.inside.start <= extent.start && extent.end <= whole.inside.end;
        datas.iter().any(|data| is_in(data)) || described.data.as_ref().is_some_and(is_in)
    };
    for item in described.items.all(file, described.data.as_ref())? {
        if !item.extents.iter().all(is_data) {
            return Err(Fault::Broken);
        }
        if item.is_picture() {
            for extent in item.extents {
                let kept = file.get(extent.clone()).unwrap_or_default();
                boxes::fill(&mut clean, extent, kept);
            }
        } else if let (true, [extent]) = (item.is_exif(), item.extents.as_slice())
            && extent.len() >= EMPTY_EXIF.len()
        {
            boxes::fill(&mut clean, extent.clone(), EMPTY_EXIF);
        }
    }
    Ok(Cleaned { width, height, file: clean })
}

/// Renames a box and fills it with zeros.
fn wipe(clean: &mut [u8], found: &Found) {
    boxes::fill(clean, found.kind_at..found.kind_at + FREE.len(), FREE);
    boxes::fill(clean, found.inside.clone(), &[]);
}

/// The boxes of a meta box.
struct Described {
    all: Vec<Found>,
    items: Items,
    /// The box for small data.
    data: Option<Found>,
}

impl Described {
    fn read(file: &[u8], meta: &Found) -> Result<Self, Fault> {
        // After its version and flags.
        let all: Vec<Found> = Boxes::within(file, meta.inside.start + 4..meta.inside.end).collect();
        if all.last().map(|last| last.whole.end) != Some(meta.inside.end) {
            return Err(Fault::Broken);
        }
        let one = |kind: &[u8; 4]| {
            let mut found = all.iter().filter(|found| found.is(kind));
            match (found.next(), found.next()) {
                (found, None) => Ok(found.cloned()),
                _ => Err(Fault::Broken),
            }
        };
        let needed = |kind| one(kind)?.ok_or(Fault::Broken);
        let items = Items::read(file, &needed(b"pitm")?, &needed(b"iinf")?, &needed(b"iloc")?)?;
        Ok(Self { items, data: one(b"idat")?, all })
    }

    fn size(&self, file: &[u8], limit: Limit) -> Result<(u32, u32), Fault> {
        let properties = self.all.iter().find(|found| found.is(b"iprp")).ok_or(Fault::Broken)?;
        properties::size(file, properties, self.items.primary, limit)
    }

    /// Wipes what describes something else than the picture.
    fn clean_meta(&self, file: &[u8], clean: &mut [u8]) -> Result<(), Fault> {
        for found in &self.all {
            match &found.kind {
                b"idat" => boxes::fill(clean, found.inside.clone(), &[]),
                b"iprp" => properties::clean(file, found, clean),
                kind if DESCRIPTIONS.contains(&kind) => {}
                _ => wipe(clean, found),
            }
        }
        Ok(())
    }
}
