//! The export of an account.

use serde::{Deserialize, Serialize};

use crate::ListedPicture;
use crate::{
    Cursor, Fault, FieldError, FromQuery, PostDraft, PostHead, Session, User, query::read,
};
#[cfg(feature = "schema")]
use crate::{Handle, schema::Time};

/// Query of [`export_account`](crate::operation::ExportAccount), as sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportAccountQuery {
    /// JSON, or a zip archive with the same JSON and each post as a Markdown file.
    #[cfg_attr(feature = "schema", schemars(with = "Option<ExportFormat>", extend("default" = "json")))]
    pub format: Option<String>,
    /// `nextCursor` of the previous part; absent for the first part.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Cursor>"))]
    pub cursor: Option<String>,
}

/// Query of [`export_account`](crate::operation::ExportAccount), read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportAccount {
    /// In which form.
    pub format: ExportFormat,
    /// After which post.
    pub cursor: Option<Cursor>,
}

/// The form of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// JSON.
    Json,
    /// A zip archive.
    Archive,
}

impl ExportFormat {
    /// How a query says it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Archive => "archive",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Json, Self::Archive].into_iter().find(|format| format.as_str() == text)
    }
}

impl ExportAccountQuery {
    /// The fault of an invalid `format`.
    pub const FORMAT: Fault = Fault::Choice("json or archive");
}

impl FromQuery for ExportAccount {
    type Raw = ExportAccountQuery;
}

impl TryFrom<ExportAccountQuery> for ExportAccount {
    type Error = Vec<FieldError>;

    /// All faults at once.
    fn try_from(query: ExportAccountQuery) -> Result<Self, Self::Error> {
        let mut errors = Vec::new();
        let format_ = ExportAccountQuery::FORMAT;
        let format = read(&mut errors, "format", format_, query.format, ExportFormat::parse);
        let cursor = read(&mut errors, "cursor", Fault::Cursor, query.cursor, Cursor::parse);
        if errors.is_empty() {
            Ok(Self { format: format.unwrap_or(ExportFormat::Json), cursor })
        } else {
            Err(errors)
        }
    }
}

/// Answer of [`export_account`](crate::operation::ExportAccount): a part of all data of a user.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AccountExport {
    /// When the export was made: RFC 3339, in UTC.
    #[cfg_attr(feature = "schema", schemars(with = "Time"))]
    pub exported_at: String,
    /// The exported account.
    pub user: User,
    /// When the account was created: RFC 3339, in UTC.
    #[cfg_attr(feature = "schema", schemars(with = "Time"))]
    pub signed_up_at: String,
    /// Handles that the account had before, in alphabetical order; the same in each part. Their
    /// addresses lead to the author's page.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Handle>"))]
    pub former_handles: Vec<String>,
    /// As [`list_sessions`](crate::operation::ListSessions) shows them; the same in each part.
    pub sessions: Vec<Session>,
    /// Pictures, the newest first, at most 2,000; the same in each part. Their files are at their
    /// addresses.
    #[serde(default)]
    pub pictures: Vec<ListedPicture>,
    /// Posts and drafts, the oldest first.
    pub posts: Vec<ExportedPost>,
    /// Where the next part begins; null in the last one.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Cursor>"))]
    pub next_cursor: Option<String>,
}

/// A post as it was written, without data for readers such as how long it takes to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ExportedPost {
    /// All but the text.
    #[serde(flatten)]
    pub head: PostHead,
    /// Markdown, as it was sent.
    pub content: String,
    /// Changes that aren't published; null if there are none.
    pub draft: Option<PostDraft>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_json_unless_an_archive_is_asked_for() {
        let read = |format: Option<&str>| {
            let format = format.map(str::to_owned);
            ExportAccount::try_from(ExportAccountQuery { format, cursor: None })
                .map(|export| export.format)
        };
        assert_eq!(read(None), Ok(ExportFormat::Json));
        assert_eq!(read(Some("json")), Ok(ExportFormat::Json));
        assert_eq!(read(Some("archive")), Ok(ExportFormat::Archive));
        for bad in ["", "zip", "JSON"] {
            assert_eq!(read(Some(bad)).unwrap_err()[0].message, "format must be json or archive");
        }
    }
}
