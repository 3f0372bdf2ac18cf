//! Dates in words. Everybody gets the same page, so they are in UTC and say the year.

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `November 29, 2026`, of a time such as `2026-11-29T08:05:00Z`.
pub fn day(time: &str) -> String {
    let mut parts = time.get(..10).unwrap_or_default().split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    match (year, month.and_then(name), day) {
        (Some(year), Some(month), Some(day)) => {
            format!("{month} {}, {year}", day.trim_start_matches('0'))
        }
        _ => time.to_owned(),
    }
}

/// `November 2026`, of a month such as `2026-11`.
pub fn month(month: &str) -> String {
    match month.split_once('-') {
        Some((year, number)) => format!("{} {year}", name(number).unwrap_or(number)),
        None => month.to_owned(),
    }
}

fn name(number: &str) -> Option<&'static str> {
    let index = number.parse::<usize>().ok()?.checked_sub(1)?;
    MONTHS.get(index).copied()
}

/// `Sun, 29 Nov 2026 08:05:00 GMT`, as HTTP and RSS write the same time.
pub fn http(time: &str) -> Option<String> {
    humantime::parse_rfc3339(time).ok().map(httpdate::fmt_http_date)
}
