//! Sizes, as variables write them.

/// Parses `200 MB` or `1 GB` into bytes; `None` for anything else.
pub(crate) fn parse(text: &str) -> Option<i64> {
    let (number, unit) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let unit = match unit {
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        _ => return None,
    };
    let number = number.strip_suffix(' ').unwrap_or(number);
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    number.parse::<i64>().ok().filter(|_| is_number)?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_a_number_and_a_unit() {
        for (text, bytes) in [
            ("200 MB", Some(200_000_000)),
            ("1GB", Some(1_000_000_000)),
            ("0 MB", Some(0)),
            ("200", None),
            ("MB", None),
            ("-1 MB", None),
            ("1.5 GB", None),
            ("1 mb", None),
            ("1  GB", None),
            ("10000000000 GB", None),
            ("é", None),
            ("", None),
        ] {
            assert_eq!(parse(text), bytes, "{text:?}");
        }
    }
}
