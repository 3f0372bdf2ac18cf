//! What is said to people, and how the types' documentation becomes part of it.

use serde_json::Value;

pub(crate) const INTRODUCTION: &str = "\
Bodies are JSON objects in camelCase, at most 1 MiB, sent with `Content-Type: application/json`. \
Unknown fields are ignored, and an optional field may also be `null`. Ids are UUIDs. Times are RFC \
3339 in UTC. Lengths are counted in Unicode scalar values. Text is UTF-8, without \
`Content-Encoding`. Half a character, such as `\\ud83d` without its other half, is read as U+FFFD.

Every error is `application/problem+json` (RFC 9457) with `error`, a short text, and for invalid \
input `fields`, which lists each fault with its field. A path that does not support the method \
answers 405, with `Allow`.

Checks happen in this order: the token, then the path and the query, then the body, then the rest.

**Keywords of ours in schemas.** `x-trim`: white space around the text (Unicode `White_Space`) is \
removed first; the schema describes what is left. `x-lower-case`: ASCII capitals are changed to \
lower case first. `x-normalize`: the text is normalized to this Unicode form first. \
`x-server-checks`: the faults that only the server can find, by their `code`. `x-messages`: the \
server's message when a value breaks the rule of that keyword; `required` if it is absent or null.";

pub(crate) const BEARER_AUTH: &str = "\
The `jwt` of signing up or in. It is valid for 7 days, or until its session ends. Operations that \
list an empty requirement beside this one can be called without a token if the server's variable \
`public_reads` is `true`; otherwise they answer 401. Schemes other than `Bearer` are ignored, \
because a proxy may use them. Two headers `Authorization`, or several values in one, get 400.";

pub(crate) const SESSION_COOKIE: &str = "\
The same token, for browsers: signing up and in set it, `HttpOnly` and `SameSite=Strict`. Over \
https its name is `__Host-session`, and it is `Secure`. `Authorization: Bearer` takes precedence. For \
a change, it counts only if a page of the same origin made the request.";

/// The documentation of a type as Markdown: links into the code become their text, and lines
/// of one paragraph become one line.
pub(crate) fn markdown(documentation: &str) -> String {
    let mut text = String::new();
    for line in documentation.lines().map(str::trim) {
        match line {
            "" => text.push_str("\n\n"),
            _ if text.is_empty() || text.ends_with('\n') => text.push_str(line),
            _ => text.extend([" ", line]),
        }
    }
    without_code_links(text.trim())
}

/// [`markdown`] on every description in a schema.
pub(crate) fn clean_descriptions(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(description)) = members.get_mut("description") {
                *description = markdown(description);
            }
            members.values_mut().for_each(clean_descriptions);
        }
        Value::Array(items) => items.iter_mut().for_each(clean_descriptions),
        _ => {}
    }
}

/// ``[`text`]`` and ``[`text`](path)`` without brackets and path.
fn without_code_links(text: &str) -> String {
    let mut result = String::new();
    let mut rest = text;
    while let Some((before, link)) = rest.split_once("[`") {
        let Some((code, after)) = link.split_once("`]") else { break };
        result.push_str(before);
        result.push_str(&format!("`{code}`"));
        rest = match after.strip_prefix('(').and_then(|path| path.split_once(')')) {
            Some((_, after)) => after,
            None => after,
        };
    }
    result + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_loses_its_links_and_its_line_ends() {
        let documentation = "Body of [`sign_in`](crate::operation::SIGN_IN).\n\nShorter\nthan in \
                             [`SignUp`] (a list [is] no link).";
        assert_eq!(
            markdown(documentation),
            "Body of `sign_in`.\n\nShorter than in `SignUp` (a list [is] no link)."
        );
    }
}
