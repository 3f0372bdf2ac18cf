//! YAML front matter.

use connectly_types::PostHead;

/// A post's metadata between two lines of hyphens, followed by an empty line.
///
/// Only the title, the slug and the tags are user text. Everything else is ours and needs no quotes.
pub(crate) fn of(post: &PostHead) -> String {
    format!(
        "---\ntitle: {}\nid: {}\npublished: {}\n{}{}{}createdAt: {}\nupdatedAt: {}\n---\n\n",
        quoted(&post.title),
        post.id,
        post.published,
        line("publishedAt", post.published_at.clone()),
        line("slug", post.slug.as_deref().map(quoted)),
        line("tags", tags(&post.tags)),
        post.created_at,
        post.updated_at,
    )
}

/// A line of its own, if there is a value.
fn line(name: &str, value: Option<String>) -> String {
    value.map(|value| format!("{name}: {value}\n")).unwrap_or_default()
}

fn tags(tags: &[String]) -> Option<String> {
    let quoted: Vec<_> = tags.iter().map(|tag| quoted(tag)).collect();
    (!quoted.is_empty()).then(|| format!("[{}]", quoted.join(", ")))
}

/// A text as a double-quoted scalar, which may hold anything (YAML 1.2, section 7.3.1). Invisible
/// characters, which may break a line, are escaped.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\u{2028}' | '\u{2029}' | '\u{feff}' => escape(&mut quoted, character),
            _ if character.is_control() => escape(&mut quoted, character),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

fn escape(text: &mut String, character: char) {
    text.push_str(&format!("\\u{:04x}", u32::from(character)));
}

#[cfg(test)]
mod tests {
    use connectly_types::PostAuthor;
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    /// The value that another YAML reader finds.
    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    struct Read {
        title: String,
        id: String,
        published: bool,
        published_at: Option<String>,
        slug: Option<String>,
        #[serde(default)]
        tags: Vec<String>,
        created_at: String,
        updated_at: String,
    }

    proptest! {
        #[test]
        fn a_yaml_reader_finds_what_was_written(
            title in prop_oneof![
                any::<String>(),
                "[\"'\\\\#:\\-\n\r\t{}\\[\\]&*!|>%@`~ u0-9\u{85}\u{2028}\u{feff}\u{0}-\u{1f}]{0,40}",
            ],
            id: u128,
            published: bool,
            slug: Option<String>,
            tags: Vec<String>,
        ) {
            let id = uuid::Uuid::from_u128(id);
            let post = PostHead {
                id: id.into(),
                title,
                published,
                published_at: published.then(|| "2026-02-05T04:05:06.789012Z".to_owned()),
                slug,
                address: None,
                tags,
                cover: None,
                author_id: id.into(),
                author: PostAuthor { id: id.into(), name: None, handle: None },
                created_at: "2026-02-03T04:05:06.789012Z".to_owned(),
                updated_at: "2026-02-04T04:05:06.789012Z".to_owned(),
            };
            let written = "---\ntitle: another\n---\n";
            let file = of(&post) + written;
            let (yaml, content) = file
                .strip_prefix("---\n")
                .and_then(|rest| rest.split_once("\n---\n\n"))
                .expect("front matter stands between two lines");
            let read: Read = serde_saphyr::from_str(yaml).unwrap();
            prop_assert_eq!(&read.title, &post.title);
            prop_assert_eq!((read.id, read.published), (post.id.to_string(), published));
            prop_assert_eq!((&read.slug, &read.tags), (&post.slug, &post.tags));
            prop_assert_eq!(&read.published_at, &post.published_at);
            prop_assert_eq!((&read.created_at, &read.updated_at), (&post.created_at, &post.updated_at));
            prop_assert_eq!(content, written);
        }
    }

    #[test]
    fn no_title_ends_its_quotes_or_its_line() {
        for (title, expected) in [
            ("On engines", r#""On engines""#),
            ("He said \"no\"", r#""He said \"no\"""#),
            ("C:\\n", r#""C:\\n""#),
            ("a\nb: c\r\n---\n", r#""a\u000ab: c\u000d\u000a---\u000a""#),
            ("x\u{85}y\u{2028}z\u{7f}", r#""x\u0085y\u2028z\u007f""#),
            ("yes: no # 日本 😀", r#""yes: no # 日本 😀""#),
            ("!!python/object", r#""!!python/object""#),
        ] {
            assert_eq!(quoted(title), expected);
        }
    }
}
