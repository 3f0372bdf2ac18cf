//! Reads numbers and parts of a file, from its beginning to its end.

use crate::Fault;

/// The part of a file that isn't read yet. Everything fails with [`Fault::Broken`] at the file's end.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

impl<'a> Reader<'a> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Fault::Broken)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        self.take(N)?.try_into().map_err(|_| Fault::Broken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, Fault> {
        self.array().map(u8::from_be_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, Fault> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, Fault> {
        self.array().map(u32::from_be_bytes)
    }

    pub(crate) fn u16_le(&mut self) -> Result<u16, Fault> {
        self.array().map(u16::from_le_bytes)
    }

    pub(crate) fn u32_le(&mut self) -> Result<u32, Fault> {
        self.array().map(u32::from_le_bytes)
    }

    /// Three bytes.
    pub(crate) fn u24_le(&mut self) -> Result<u32, Fault> {
        let [a, b, c] = self.array()?;
        Ok(u32::from_le_bytes([a, b, c, 0]))
    }

    /// A number of up to eight bytes, of which there are this many.
    pub(crate) fn number(&mut self, bytes: u8) -> Result<u64, Fault> {
        let bytes = self.take(bytes.into())?;
        if bytes.len() > 8 {
            return Err(Fault::Broken);
        }
        Ok(bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)))
    }
}

/// A length as a file writes it.
pub(crate) fn length(number: impl TryInto<usize>) -> Result<usize, Fault> {
    number.try_into().map_err(|_| Fault::Broken)
}
