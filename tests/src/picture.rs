//! Pictures to upload.

use reqwest::RequestBuilder;

/// A picture's file and what it's called.
#[derive(Clone, Debug)]
pub struct Picture {
    /// The media type.
    pub media_type: String,
    /// The file.
    pub file: Vec<u8>,
}

impl Default for Picture {
    /// A PNG, wider than two of the smaller widths.
    fn default() -> Self {
        Self::png(1_200, 600)
    }
}

impl Picture {
    /// The default one in the smallest width.
    pub fn narrow() -> Self {
        Self::png(480, 240)
    }

    /// A file that calls itself this.
    pub fn new(media_type: &str, file: impl Into<Vec<u8>>) -> Self {
        Self { media_type: media_type.to_owned(), file: file.into() }
    }

    /// A PNG that is black all over.
    pub fn png(width: u32, height: u32) -> Self {
        // A byte for the filter, then a bit for each pixel.
        let line = vec![0; 1 + width.div_ceil(8) as usize];
        let pixels = line.repeat(height as usize);
        Self::new("image/png", png_of(width, height, &[(b"IDAT", deflated(&pixels))]))
    }

    /// The request with this picture as its body.
    pub fn in_body(&self, request: RequestBuilder) -> RequestBuilder {
        request.header("content-type", &self.media_type).body(self.file.clone())
    }
}

/// A PNG with one bit for each pixel, and these chunks between its first and its last one.
pub fn png_of(width: u32, height: u32, chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([1, 0, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let ends = [(b"IHDR", header), (b"IEND", Vec::new())];
    for (kind, data) in ends[..1].iter().chain(chunks).chain(&ends[1..]) {
        let start = file.len() + 4;
        file.extend(u32::try_from(data.len()).expect("a small chunk").to_be_bytes());
        file.extend(*kind);
        file.extend(data);
        let checksum = crc32fast::hash(&file[start..]);
        file.extend(checksum.to_be_bytes());
    }
    file
}

/// In zlib's format (RFC 1950), but as it is.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let mut parts = bytes.chunks(0xffff).peekable();
    while let Some(part) = parts.next() {
        let length = u16::try_from(part.len()).expect("a short part");
        stream.push(u8::from(parts.peek().is_none()));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(part);
    }
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    stream.extend(((b << 16) | a).to_be_bytes());
    stream
}
