//! Errors that Spin hands over as text.
//!
//! Spin's blocking `query` has SQLSTATE and the other fields only for what Postgres refuses before it
//! executes a statement. Whatever it reports later is text: since Spin 4.0 with all fields in it, in
//! Spin 3.5 and 3.6 only with the message and the detail.

use crate::host::Refusal;

/// What `live_session` in migrations/ says with CN401.
const SESSION_ENDED: &str = "the session has ended";
/// What `take_tokens` in migrations/ says with CN429, before the limit's name.
const TOO_MANY: &str = "too many: ";

/// How the names of our constraints end, as Postgres names them.
const CONSTRAINTS: [&str; 4] = ["_key", "_fkey", "_pkey", "_check"];

/// What Postgres refused, if the text says so clearly.
pub(super) fn read(text: &str) -> Option<Refusal> {
    with_fields(text).or_else(|| with_message(text))
}

/// Reads `DbError { …, code: "23505", message: "…", detail: Some("…"), extras: [("constraint", "…")] }`.
/// The field before `code` is text too, but its quotes are escaped.
fn with_fields(text: &str) -> Option<Refusal> {
    let (_, fields) = text.split_once(", code: \"")?;
    let (code, fields) = fields.split_once('"')?;
    let field = |begin: &str| {
        let (_, value) = fields.split_once(begin)?;
        Some(value.split_once('"')?.0.to_owned())
    };
    Some(Refusal {
        code: code.to_owned(),
        message: field(" message: \"").unwrap_or_default(),
        detail: field(" detail: Some(\""),
        constraint: field("(\"constraint\", \""),
    })
}

/// Reads `db error: ERROR: message`, and `DETAIL: …` in the next line. Only what matters to a handler
/// is told apart: the message may be in any language.
fn with_message(text: &str) -> Option<Refusal> {
    let mut lines = text.strip_prefix("db error: ")?.lines();
    let (_severity, message) = lines.next()?.split_once(": ")?;
    let detail = lines.next().and_then(|line| line.strip_prefix("DETAIL: ")).map(str::to_owned);
    let constraint = constraint(message);
    let code = match &constraint {
        _ if message == SESSION_ENDED => "CN401",
        _ if message.starts_with(TOO_MANY) => "CN429",
        // Integrity constraint violation.
        Some(_) => "23000",
        None => return None,
    };
    Some(Refusal { code: code.to_owned(), message: message.to_owned(), detail, constraint })
}

/// The last name in quotes, if it's a constraint's: `violates unique constraint "users_email_key"`.
fn constraint(message: &str) -> Option<String> {
    let quotes = ['"', '«', '»', '„', '“', '”'];
    let name = message.split(quotes).map(str::trim).rfind(|part| !part.is_empty())?;
    CONSTRAINTS.iter().any(|end| name.ends_with(end)).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(
        code: &str,
        message: &str,
        detail: Option<&str>,
        constraint: Option<&str>,
    ) -> Refusal {
        Refusal {
            code: code.to_owned(),
            message: message.to_owned(),
            detail: detail.map(str::to_owned),
            constraint: constraint.map(str::to_owned),
        }
    }

    #[test]
    fn of_spin_4_with_all_fields() {
        let text = "Error::QueryFailed(QueryError::DbError(DbError { as-text: \"Error { kind: Db, cause: \
                    Some(DbError { severity: \\\"ERROR\\\", code: SqlState(E23505), message: \\\"m\\\" }) }\", \
                    severity: \"ERROR\", code: \"23505\", message: \"duplicate key\", detail: \
                    Some(\"Key (email)=(\\\", code: \\\"CN401\\\") already exists.\"), extras: \
                    [(\"constraint\", \"users_email_key\"), (\"table\", \"users\")] }))";
        let detail = Some("Key (email)=(\\");
        let expected = refusal("23505", "duplicate key", detail, Some("users_email_key"));
        assert_eq!(read(text), Some(expected));
    }

    #[test]
    fn of_spin_3_with_what_matters() {
        let ended = "db error: ERROR: the session has ended\n\nCaused by:\n    ERROR: the session has ended";
        assert_eq!(read(ended), Some(refusal("CN401", SESSION_ENDED, None, None)));
        let too_many = "db error: ERROR: too many: writing\nDETAIL: 7\n\nCaused by:\n    ERROR: …";
        assert_eq!(read(too_many), Some(refusal("CN429", "too many: writing", Some("7"), None)));
        for (message, name) in [
            (
                r#"duplicate key value violates unique constraint "users_email_key""#,
                "users_email_key",
            ),
            (
                r#"insert or update on table "posts" violates foreign key constraint "posts_author_id_fkey""#,
                "posts_author_id_fkey",
            ),
            (
                "la valeur d'une clé dupliquée rompt la contrainte unique « users_email_key »",
                "users_email_key",
            ),
        ] {
            let expected = refusal("23000", message, None, Some(name));
            assert_eq!(read(&format!("db error: ERROR: {message}")), Some(expected));
        }
    }

    #[test]
    fn anything_else_is_text() {
        for text in [
            "db error: ERROR: canceling statement due to lock timeout",
            "db error: ERROR: permission denied for table posts",
            "db error: ERROR: relation \"posts\" does not exist",
            "connection closed",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
