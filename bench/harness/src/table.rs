//! Tables in Markdown, and numbers in them.

use std::fmt::Write;

use crate::spread::Spread;

/// A table: its first column is text, the others are numbers.
pub struct Table {
    columns: usize,
    text: String,
}

impl Table {
    pub fn new(header: &[&str]) -> Self {
        let mut table = Self { columns: header.len(), text: String::new() };
        table.row(header.iter().map(|&name| name.to_owned()).collect());
        table.text += "|---|";
        table.text += &"--:|".repeat(header.len() - 1);
        table.text.push('\n');
        table
    }

    /// Adds a row. Missing cells stay empty.
    pub fn row(&mut self, mut cells: Vec<String>) {
        cells.resize(self.columns, String::new());
        for cell in cells {
            // Writing to text does not fail.
            let _ = write!(self.text, "| {cell} ");
        }
        self.text += "|\n";
    }

    pub fn into_text(self) -> String {
        self.text
    }
}

/// Three significant digits, with a comma between thousands.
pub fn number(value: f64) -> String {
    let magnitude = value.abs();
    if magnitude == 0.0 {
        return "0".to_owned();
    }
    if magnitude >= 1_000.0 {
        // Rounded to the significant digits.
        let unit = 10_f64.powf(magnitude.log10().floor() - 2.0);
        return thousands((value / unit).round() * unit);
    }
    let digits = if magnitude >= 100.0 {
        0
    } else if magnitude >= 10.0 {
        1
    } else {
        2
    };
    format!("{value:.digits$}")
}

fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The median, with minimum and maximum.
pub fn spread(spread: Option<Spread>) -> String {
    match spread {
        Some(Spread { median, min, max }) => {
            format!("{} ({}–{})", number(median), number(min), number(max))
        }
        None => "–".to_owned(),
    }
}

/// Only the median, of a figure that is multiplied first.
pub fn only_median(spread: Option<Spread>, factor: f64) -> String {
    spread.map_or_else(|| "–".to_owned(), |spread| number(spread.median * factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_three_significant_digits() {
        for (value, expected) in [
            (0.0, "0"),
            (0.456, "0.46"),
            (12.34, "12.3"),
            (345.6, "346"),
            (1_234.5, "1,230"),
            (98_765.0, "98,800"),
            (1_234_567.0, "1,230,000"),
        ] {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn a_row_has_as_many_cells_as_the_header() {
        let mut table = Table::new(&["who", "how fast"]);
        table.row(vec!["a".to_owned()]);
        assert_eq!(table.into_text(), "| who | how fast |\n|---|--:|\n| a |  |\n");
    }
}
