//! Files as cameras and programs write them. Those with metadata have the word `SECRET` in all of it, and lie
//! on their side.

use connectly_pictures::{Fault, Format, Picture, clean};
use proptest::{collection::vec, prelude::*, sample::Index};

macro_rules! file {
    ($name:literal) => {
        ($name, include_bytes!(concat!("files/", $name)).as_slice())
    };
}

/// With metadata, 48 × 32 pixels. All formats but AVIF and GIF tell the orientation in it.
const WITH_METADATA: [(&str, &[u8]); 5] = [
    file!("photo.jpg"),
    file!("photo.png"),
    file!("photo.webp"),
    file!("photo.avif"),
    file!("animated.gif"),
];

/// Without any.
const PLAIN: [(&str, &[u8]); 5] = [
    file!("progressive.jpg"),
    file!("plain.webp"),
    file!("plain.avif"),
    file!("animated.webp"),
    file!("animated.png"),
];

fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    WITH_METADATA.into_iter().chain(PLAIN)
}

const LIMIT: u64 = 50_000_000;

fn has(file: &[u8], words: &[u8]) -> bool {
    file.windows(words.len()).any(|window| window == words)
}

#[test]
fn the_format_is_the_one_of_the_name() {
    for (name, file) in all() {
        let Picture { format, .. } = clean(file, LIMIT).unwrap();
        assert!(name.ends_with(format.ending()), "{name}");
        assert_eq!(Format::of_media_type(format.media_type()), Some(format));
    }
}

#[test]
fn metadata_is_removed_and_colours_stay() {
    for (name, file) in WITH_METADATA {
        assert!(has(file, b"SECRET"), "{name}");
        let picture = clean(file, LIMIT).unwrap();
        for gone in [&b"SECRET"[..], b"Secretcam", b"xmpmeta", b"51.4"] {
            assert!(!has(&picture.file, gone), "{name} has {gone:?}");
        }
        // A profile names itself with this; in a PNG it's compressed.
        let profile: &[u8] = if name.ends_with("png") { b"iCCP" } else { b"acsp" };
        assert_eq!(has(&picture.file, profile), has(file, profile), "{name}");
        assert!(name.ends_with("gif") || has(file, profile), "{name}");
    }
}

#[test]
fn a_picture_on_its_side_is_measured_as_it_is_shown() {
    for (name, file) in all() {
        let picture = clean(file, LIMIT).unwrap();
        let is_turned = name.starts_with("photo");
        let size = if is_turned { (32, 48) } else { (48, 32) };
        assert_eq!((picture.width, picture.height), size, "{name}");
    }
}

#[test]
fn what_is_clean_stays_as_it_is() {
    for (name, file) in all() {
        let once = clean(file, LIMIT).unwrap();
        assert_eq!(clean(&once.file, LIMIT).unwrap(), once, "{name}");
    }
}

#[test]
fn what_is_cut_off_is_found_out() {
    for (name, file) in all() {
        for part in [1, 2, 3, 9] {
            let end = file.len() * part / 10;
            assert_eq!(clean(&file[..end], LIMIT), Err(Fault::Broken), "{name}, {part} tenths");
        }
    }
}

#[test]
fn what_stands_behind_the_end_is_removed() {
    for (name, file) in all() {
        let whole = clean(file, LIMIT).unwrap();
        for more in [&b"<script>alert(1)</script>"[..], b"PK\x03\x04archive", b"\0\0\0\0"] {
            let picture = clean(&[file, more].concat(), LIMIT).unwrap();
            assert_eq!(picture, whole, "{name}");
        }
    }
}

#[test]
fn too_many_pixels_are_refused() {
    for (name, file) in all() {
        assert!(clean(file, 48 * 32).is_ok(), "{name}");
        assert_eq!(clean(file, 48 * 32 - 1), Err(Fault::TooManyPixels), "{name}");
    }
}

#[test]
fn a_film_is_refused() {
    assert_eq!(clean(include_bytes!("files/film.avif"), LIMIT), Err(Fault::Film));
}

#[test]
fn anything_else_is_no_picture() {
    for file in [
        &b""[..],
        b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        b"%PDF-1.7",
        b"BM\0\0\0\0\0\0\0\0",
        b"\0\0\0\x18ftypheic\0\0\0\0heicmif1",
        b"RIFF\0\0\0\0WAVEfmt ",
    ] {
        assert_eq!(clean(file, LIMIT), Err(Fault::Unknown), "{file:?}");
    }
}

proptest! {
    #[test]
    fn any_damage_is_an_error_or_a_clean_file(
        which: Index,
        changes in vec((any::<Index>(), any::<u8>()), 1..8),
        cut: Index,
    ) {
        let files: Vec<_> = all().collect();
        let mut file = which.get(&files).1.to_vec();
        for (place, byte) in changes {
            let place = place.index(file.len());
            file[place] = byte;
        }
        for damaged in [&file[..], &file[..cut.index(file.len())]] {
            if let Ok(picture) = clean(damaged, LIMIT) {
                prop_assert!(u64::from(picture.width) * u64::from(picture.height) <= LIMIT);
                prop_assert!(picture.file.len() <= damaged.len() + 64);
                prop_assert_eq!(clean(&picture.file, LIMIT), Ok(picture));
            }
        }
    }

    #[test]
    fn any_bytes_are_an_error_or_a_picture(bytes in vec(any::<u8>(), 0..200)) {
        for head in [&b"\xff\xd8\xff"[..], b"\x89PNG\r\n\x1a\n", b"GIF89a", b"\0\0\0\x14ftypavif"] {
            let _ = clean(&[head, &bytes].concat(), LIMIT);
        }
    }
}
