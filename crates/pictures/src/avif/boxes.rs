//! Boxes: ISO/IEC 14496-12, section 4.2.

use std::ops::Range;

use crate::Fault;
use crate::reader::{Reader, length};

/// A box, and where it is in the file.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) kind: [u8; 4],
    pub(crate) kind_at: usize,
    pub(crate) whole: Range<usize>,
    /// Without its head.
    pub(crate) inside: Range<usize>,
}

impl Found {
    pub(crate) fn is(&self, kind: &[u8; 4]) -> bool {
        self.kind == *kind
    }

    pub(crate) fn content<'a>(&self, file: &'a [u8]) -> &'a [u8] {
        file.get(self.inside.clone()).unwrap_or_default()
    }
}

/// The boxes in a part of a file, up to its end or to something else.
pub(crate) struct Boxes<'a> {
    file: &'a [u8],
    rest: Range<usize>,
}

impl<'a> Boxes<'a> {
    pub(crate) fn in_file(file: &'a [u8]) -> Self {
        Self { file, rest: 0..file.len() }
    }

    pub(crate) fn within(file: &'a [u8], rest: Range<usize>) -> Self {
        Self { file, rest }
    }

    fn read(&self) -> Result<Found, Fault> {
        let rest = self.file.get(self.rest.clone()).ok_or(Fault::Broken)?;
        let mut reader = Reader(rest);
        let size = reader.u32()?;
        let kind = reader.array()?;
        let size = match size {
            // To the end of the file.
            0 => rest.len(),
            1 => length(reader.number(8)?)?,
            size => length(size)?,
        };
        let head = rest.len() - reader.0.len();
        if size < head || size > rest.len() {
            return Err(Fault::Broken);
        }
        let start = self.rest.start;
        Ok(Found {
            kind,
            kind_at: start + 4,
            whole: start..start + size,
            inside: start + head..start + size,
        })
    }
}

impl Iterator for Boxes<'_> {
    type Item = Found;

    fn next(&mut self) -> Option<Found> {
        let found = self.read().ok()?;
        self.rest.start = found.whole.end;
        Some(found)
    }
}

/// Writes this into a part of a file, and zeros into the rest of that part.
pub(crate) fn fill(file: &mut [u8], part: Range<usize>, with: &[u8]) {
    for (place, byte) in file.get_mut(part).into_iter().flatten().enumerate() {
        *byte = with.get(place).copied().unwrap_or_default();
    }
}
