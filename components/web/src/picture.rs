//! Pictures around posts: covers, and authors' portraits. Those within a post are part of its HTML.

use connectly_markdown::PICTURE_SIZES;
use connectly_types::PictureFile;
use maud::{Markup, html};

/// A post's cover, above its text: the largest thing on the screen.
pub fn cover(address: &str, alt: Option<&str>) -> Markup {
    html! {
        img.post-cover src=(address) srcset=[srcset(address)] sizes=(PICTURE_SIZES)
            alt=(alt.unwrap_or_default()) width="1280" height="640" fetchpriority="high";
    }
}

/// The cover of the first post of a list. Only decoration: what it shows is said on the post's page.
pub fn large(address: &str) -> Markup {
    html! {
        img.teaser-picture src=(address) srcset=[srcset(address)] sizes=(PICTURE_SIZES) alt=""
            width="1280" height="640" fetchpriority="high";
    }
}

/// The cover of another post of a list.
pub fn thumbnail(address: &str) -> Markup {
    html! {
        img.teaser-picture src=(smallest(address)) alt="" width="320" height="240" loading="lazy"
            decoding="async";
    }
}

/// The portrait of an author whose name stands beside it.
pub fn portrait(address: &str) -> Markup {
    html! {
        img.author-picture src=(smallest(address)) alt="" width="96" height="96" decoding="async";
    }
}

fn smallest(address: &str) -> String {
    let smallest = PictureFile::parse(address).and_then(|picture| picture.smaller().next());
    smallest.map_or_else(|| address.to_owned(), |picture| picture.to_string())
}

/// All widths of a picture; `None` if there is only one.
fn srcset(address: &str) -> Option<String> {
    let picture = PictureFile::parse(address)?;
    let files: Vec<_> = picture.smaller().collect();
    let all = files.iter().chain([&picture]).map(|file| format!("{file} {}w", file.width));
    (!files.is_empty()).then(|| all.collect::<Vec<_>>().join(", "))
}
