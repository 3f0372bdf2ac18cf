//! Items, such as a picture, its transparency and its Exif data: ISO/IEC 14496-12, section 8.11.

use std::ops::Range;

use super::boxes::{Boxes, Found};
use crate::Fault;
use crate::reader::{Reader, length};

/// The kinds of items that make up a picture: coded ones, and those that put others together.
const PICTURES: [&[u8; 4]; 5] = [b"av01", b"grid", b"iovl", b"iden", b"tmap"];

/// Items in a file at most. A picture of 50 megapixels has a few dozen.
const ITEMS_MAX: usize = 1_000;

/// The items that a file describes.
pub(crate) struct Items {
    /// The picture's.
    pub(crate) primary: u32,
    /// Identifiers and kinds.
    kinds: Vec<(u32, [u8; 4])>,
    locations: Vec<Location>,
}

struct Location {
    item: u32,
    /// Whether it's in the box for small data, and not anywhere in the file.
    is_small: bool,
    extents: Vec<(u64, u64)>,
}

/// One item, and its data.
pub(crate) struct Item {
    kind: [u8; 4],
    pub(crate) extents: Vec<Range<usize>>,
}

impl Item {
    pub(crate) fn is_picture(&self) -> bool {
        PICTURES.contains(&&self.kind)
    }

    pub(crate) fn is_exif(&self) -> bool {
        self.kind == *b"Exif"
    }
}

impl Items {
    pub(crate) fn read(
        file: &[u8],
        pitm: &Found,
        iinf: &Found,
        iloc: &Found,
    ) -> Result<Self, Fault> {
        let mut reader = Reader(pitm.content(file));
        let primary = if reader.u32()? >> 24 == 0 { reader.u16()?.into() } else { reader.u32()? };
        Ok(Self {
            primary,
            kinds: kinds(file, iinf)?,
            locations: locations(Reader(iloc.content(file)))?,
        })
    }

    /// All of them that have data. `small` is the box for small data.
    pub(crate) fn all(&self, file: &[u8], small: Option<&Found>) -> Result<Vec<Item>, Fault> {
        let item = |location: &Location| {
            let kind = self.kinds.iter().find(|(id, _)| *id == location.item);
            let base = match (location.is_small, small) {
                (true, Some(small)) => small.inside.start,
                (true, None) => return Err(Fault::Broken),
                (false, _) => 0,
            };
            let extent = |(start, size): &(u64, u64)| {
                let start = base.checked_add(length(*start)?).ok_or(Fault::Broken)?;
                let end = start.checked_add(length(*size)?).ok_or(Fault::Broken)?;
                if end <= file.len() { Ok(start..end) } else { Err(Fault::Broken) }
            };
            let extents = location.extents.iter().map(extent).collect::<Result<_, _>>()?;
            Ok(Item { kind: kind.map(|(_, kind)| *kind).ok_or(Fault::Broken)?, extents })
        };
        let items: Vec<Item> = self.locations.iter().map(item).collect::<Result<_, _>>()?;
        // Those of a crafted file may overlap, and be far more together than the file.
        let together: usize = items.iter().flat_map(|item| &item.extents).map(Range::len).sum();
        if together <= file.len() { Ok(items) } else { Err(Fault::Broken) }
    }
}

fn kinds(file: &[u8], iinf: &Found) -> Result<Vec<(u32, [u8; 4])>, Fault> {
    let version = Reader(iinf.content(file)).u8()?;
    let head = if version == 0 { 6 } else { 8 };
    let entries = Boxes::within(file, iinf.inside.start + head..iinf.inside.end);
    let kinds: Vec<_> = entries
        .map(|entry| {
            let mut reader = Reader(entry.content(file));
            let version = reader.u32()? >> 24;
            let item = match version {
                2 => reader.u16()?.into(),
                3 => reader.u32()?,
                _ => return Err(Fault::Broken),
            };
            // Whether it's encrypted.
            if reader.u16()? != 0 || !entry.is(b"infe") {
                return Err(Fault::Broken);
            }
            Ok((item, reader.array()?))
        })
        .collect::<Result<_, _>>()?;
    if kinds.len() <= ITEMS_MAX { Ok(kinds) } else { Err(Fault::Broken) }
}

fn locations(mut reader: Reader<'_>) -> Result<Vec<Location>, Fault> {
    let version = reader.u32()? >> 24;
    let [sizes, more_sizes] = reader.array()?;
    let (offset_size, length_size) = (sizes >> 4, sizes & 15);
    let base_size = more_sizes >> 4;
    let index_size = if version == 0 { 0 } else { more_sizes & 15 };
    let count = if version < 2 { reader.u16()?.into() } else { reader.u32()? };
    if count as usize > ITEMS_MAX {
        return Err(Fault::Broken);
    }
    let mut locations = Vec::new();
    for _ in 0..count {
        let item = if version < 2 { reader.u16()?.into() } else { reader.u32()? };
        let method = if version == 0 { 0 } else { reader.u16()? & 15 };
        // In this file, by its offsets or in the box for small data.
        if method > 1 || reader.u16()? != 0 {
            return Err(Fault::Broken);
        }
        let base = reader.number(base_size)?;
        let mut extents = Vec::new();
        for _ in 0..reader.u16()? {
            reader.number(index_size)?;
            let offset = reader.number(offset_size)?;
            let size = reader.number(length_size)?;
            extents.push((base.checked_add(offset).ok_or(Fault::Broken)?, size));
        }
        locations.push(Location { item, is_small: method == 1, extents });
    }
    Ok(locations)
}
