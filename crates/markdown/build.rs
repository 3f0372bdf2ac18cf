//! Generates tables of which characters are marks, punctuation, or signs of words, as ranges. A
//! guest with the category of every character would be 40 kB larger.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

use unicode_general_category::{GeneralCategory as Category, get_general_category};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    let marks = ranges(&[Category::NonspacingMark, Category::SpacingMark, Category::EnclosingMark]);
    let punctuation = ranges(&[
        Category::ConnectorPunctuation,
        Category::DashPunctuation,
        Category::OpenPunctuation,
        Category::ClosePunctuation,
        Category::InitialPunctuation,
        Category::FinalPunctuation,
        Category::OtherPunctuation,
        Category::MathSymbol,
        Category::CurrencySymbol,
        Category::ModifierSymbol,
        Category::OtherSymbol,
    ]);
    let word_signs = ranges(&[Category::DecimalNumber, Category::ConnectorPunctuation]);
    let mut source = String::new();
    for (name, text, ranges) in [
        ("MARKS", "The general categories M.", marks),
        ("PUNCTUATION", "The general categories P and S.", punctuation),
        ("WORD_SIGNS", "The general categories Nd and Pc.", word_signs),
    ] {
        writeln!(
            source,
            "/// {text}\nconst {name}: [(char, char); {}] = {ranges:?};",
            ranges.len()
        )?;
    }
    let file = Path::new(&env::var("OUT_DIR")?).join("categories.rs");
    Ok(fs::write(file, source)?)
}

/// The characters of these categories, as the first and last of each range.
fn ranges(categories: &[Category]) -> Vec<(char, char)> {
    let mut ranges: Vec<(char, char)> = Vec::new();
    let mut is_open = false;
    for character in '\0'..=char::MAX {
        let is_in = categories.contains(&get_general_category(character));
        match ranges.last_mut() {
            Some((_, last)) if is_in && is_open => *last = character,
            _ if is_in => ranges.push((character, character)),
            _ => {}
        }
        is_open = is_in;
    }
    ranges
}
