//! Writes zip archives without compression: PKWARE's APPNOTE 6.3.10, sections 4.3 to 4.5.
//!
//! The crate `zip` would add 68 kB to the guest. The tests read the result with another library.

use crate::ArchiveError;

/// Version 2.0 of the format, made on Unix, so that readers use the permissions.
const VERSION: u16 = 20;
const MADE_BY: u16 = (3 << 8) | VERSION;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// Stored without compression.
const METHOD: u16 = 0;
/// A file that its owner may write and everyone may read.
const PERMISSIONS: u32 = 0o100_644 << 16;

/// Date and time of a file in the MS-DOS format: from 1980 on, with a precision of two seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DosTime {
    date: u16,
    time: u16,
}

impl DosTime {
    /// The first day of MS-DOS.
    pub(crate) const ZERO: Self = Self { date: (1 << 5) | 1, time: 0 };

    /// Parses RFC 3339 as our database writes it; `None` if zip cannot represent the time. Zip has
    /// no time zones: this is UTC.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(|c: char| !c.is_ascii_digit()).map(str::parse::<u16>);
        let mut next =
            |least, most| numbers.next()?.ok().filter(|number| (least..=most).contains(number));
        let date = ((next(1980, 2107)? - 1980) << 9) | (next(1, 12)? << 5) | next(1, 31)?;
        let time = (next(0, 23)? << 11) | (next(0, 59)? << 5) | (next(0, 59)? / 2);
        Some(Self { date, time })
    }
}

/// An archive in the making.
#[derive(Debug, Default)]
pub(crate) struct ZipWriter {
    archive: Vec<u8>,
    /// The central directory, which comes last.
    directory: Vec<u8>,
    files: u16,
}

impl ZipWriter {
    /// Adds a file whose content is all parts together.
    pub(crate) fn add(
        &mut self,
        name: &str,
        time: DosTime,
        parts: &[&[u8]],
    ) -> Result<(), ArchiveError> {
        let offset = self.offset()?;
        let size = small::<u32>(parts.iter().map(|part| part.len()).sum())?;
        let crc = crc32(parts);
        let name_length = small::<u16>(name.len())?;
        // The fields that the local header and the directory share.
        let mut common = Fields::default();
        common.u16(VERSION).u16(FLAGS).u16(METHOD).u16(time.time).u16(time.date).u32(crc);
        common.u32(size).u32(size).u16(name_length).u16(0);

        let mut header = Fields::default();
        header.u32(0x0403_4b50).bytes(&common.0).bytes(name.as_bytes());
        self.archive.extend(header.0);
        parts.iter().for_each(|part| self.archive.extend_from_slice(part));

        let mut entry = Fields::default();
        entry.u32(0x0201_4b50).u16(MADE_BY).bytes(&common.0);
        // No comment, the first disk, no internal attributes.
        entry.u16(0).u16(0).u16(0).u32(PERMISSIONS).u32(offset).bytes(name.as_bytes());
        self.directory.extend(entry.0);
        self.files = self.files.checked_add(1).ok_or(ArchiveError("too many files"))?;
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Vec<u8>, ArchiveError> {
        let mut end = Fields::default();
        end.u32(0x0605_4b50).u16(0).u16(0).u16(self.files).u16(self.files);
        end.u32(small(self.directory.len())?).u32(self.offset()?).u16(0);
        self.archive.extend(self.directory);
        self.archive.extend(end.0);
        Ok(self.archive)
    }

    fn offset(&self) -> Result<u32, ArchiveError> {
        small(self.archive.len())
    }
}

/// Larger archives would need an extension of the format.
fn small<T: TryFrom<usize>>(number: usize) -> Result<T, ArchiveError> {
    T::try_from(number).map_err(|_| ArchiveError("too large"))
}

/// Numbers in little-endian order.
#[derive(Debug, Default)]
struct Fields(Vec<u8>);

impl Fields {
    fn u16(&mut self, number: u16) -> &mut Self {
        self.bytes(&number.to_le_bytes())
    }

    fn u32(&mut self, number: u32) -> &mut Self {
        self.bytes(&number.to_le_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }
}

/// CRC-32 (ISO 3309), as zip, gzip and PNG have it: a byte at a time, with its table.
fn crc32(parts: &[&[u8]]) -> u32 {
    const TABLE: [u32; 256] = table();
    let update = |crc: u32, byte: &u8| {
        let [least, ..] = (crc ^ u32::from(*byte)).to_le_bytes();
        // A byte is always within the table.
        (crc >> 8) ^ TABLE.get(usize::from(least)).copied().unwrap_or_default()
    };
    !parts.iter().copied().flatten().fold(u32::MAX, update)
}

#[expect(clippy::indexing_slicing, reason = "computed by the compiler, which checks the places")]
const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut place = 0;
    let mut byte = 0_u32;
    while place < table.len() {
        let mut rest = byte;
        let mut bit = 0;
        while bit < 8 {
            rest = if rest & 1 == 1 { (rest >> 1) ^ 0xedb8_8320 } else { rest >> 1 };
            bit += 1;
        }
        table[place] = rest;
        place += 1;
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_time_is_too_strange_to_be_read(text in prop_oneof![any::<String>(), "[0-9T:.Z-]{0,30}"]) {
            // In the MS-DOS format, a month or day of 0 is invalid.
            if let Some(time) = DosTime::parse(&text) {
                prop_assert!((1..=12).contains(&((time.date >> 5) & 15)) && time.date & 31 > 0);
                prop_assert!(time.time >> 11 < 24 && (time.time >> 5) & 63 < 60);
            }
        }
    }

    #[test]
    fn the_check_value_of_crc_32_is_right() {
        // Of "123456789", as every catalogue of CRCs gives it.
        assert_eq!(crc32(&[b"1234", b"", b"56789"]), 0xcbf4_3926);
        assert_eq!(crc32(&[]), 0);
    }

    #[test]
    fn a_time_is_what_ms_dos_makes_of_it() {
        let time = DosTime::parse("2026-02-03T04:05:07.789012Z").unwrap();
        assert_eq!(time.date, (46 << 9) | (2 << 5) | 3);
        assert_eq!(time.time, (4 << 11) | (5 << 5) | 3);
        for bad in
            ["", "2026", "yesterday", "1970-01-01T00:00:00Z", "2026-13-03T04:05:06Z", "2108-01-01"]
        {
            assert_eq!(DosTime::parse(bad), None, "{bad}");
        }
    }
}
