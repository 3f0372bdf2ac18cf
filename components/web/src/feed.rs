//! The formats of feeds.

/// A format.
pub struct Format {
    /// The end of its addresses.
    pub ending: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its media type.
    pub media_type: &'static str,
}

/// All of them, the best first.
pub const FORMATS: [Format; 3] = [
    Format { ending: "atom", name: "Atom", media_type: "application/atom+xml" },
    Format { ending: "rss", name: "RSS", media_type: "application/rss+xml" },
    Format { ending: "json", name: "JSON Feed", media_type: "application/feed+json" },
];
