//! A post's HTML for places other than its page.

/// The same HTML, in which every address is complete: those on this site, which begin with `/`, and
/// those within the post, which begin with `#`.
///
/// Only for HTML of `connectly_markdown::render`, where every value of an attribute is in double quotes
/// and has no `<` in it.
pub fn absolute(html: &str, site: &str, page: &str) -> String {
    let mut result = String::with_capacity(html.len() + 256);
    let mut parts = html.split('<');
    result.push_str(parts.next().unwrap_or_default());
    for part in parts {
        result.push('<');
        let (tag, text) = part.split_at(part.find('>').unwrap_or(part.len()));
        write_tag(&mut result, tag, site, page);
        result.push_str(text);
    }
    result
}

fn write_tag(result: &mut String, tag: &str, site: &str, page: &str) {
    let mut is_address = false;
    let mut is_list = false;
    // Outside and inside of quotes, by turns.
    for (index, part) in tag.split('"').enumerate() {
        if index > 0 {
            result.push('"');
        }
        if index % 2 == 0 {
            is_address = part.ends_with(" href=") || part.ends_with(" src=");
            is_list = part.ends_with(" srcset=");
            result.push_str(part);
        } else if is_list {
            let candidates: Vec<_> =
                part.split(", ").map(|one| complete(one, site, page)).collect();
            result.push_str(&candidates.join(", "));
        } else if is_address {
            result.push_str(&complete(part, site, page));
        } else {
            result.push_str(part);
        }
    }
}

fn complete(address: &str, site: &str, page: &str) -> String {
    match address.as_bytes() {
        [b'#', ..] => format!("{page}{address}"),
        [b'/', b'/', ..] => address.to_owned(),
        [b'/', ..] => format!("{site}{address}"),
        _ => address.to_owned(),
    }
}
