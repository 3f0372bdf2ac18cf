//! Operations on the own account.

use serde::{Deserialize, Serialize};
use validator::Validate;

use crate::limits::{NAME_MAX, NAME_MIN, PASSWORD_MAX, PASSWORD_MIN};
use crate::text::{no_nul, no_nul_password, trimmed_change, uncommon};
use crate::visible::visible;
#[cfg(feature = "schema")]
use crate::{
    Fault,
    limits::SESSIONS_MAX,
    schema::{NO_NUL, Time, blank},
};
use crate::{Field, Input, Kind, Password, SessionId, Words};

/// Body of [`update_me`](crate::operation::UPDATE_ME).
#[derive(Clone, Debug, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UpdateMe {
    /// What readers see; white space around it is dropped. Null removes the name. If it is absent,
    /// the name stays.
    #[serde(default, deserialize_with = "trimmed_change")]
    #[validate(length(min = NAME_MIN, max = NAME_MAX), custom(function = no_nul), custom(function = visible))]
    #[cfg_attr(feature = "schema", schemars(extend("x-trim" = true, "pattern" = NO_NUL, "not" = blank())))]
    pub name: Option<Option<String>>,
}

impl Input for UpdateMe {
    const FIELDS: &'static [Field] = &[Field::optional("name", Kind::Text)];
}

/// Body of [`change_password`](crate::operation::CHANGE_PASSWORD).
#[derive(Clone, Debug, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangePassword {
    /// The account's current password.
    #[validate(length(min = 1, max = PASSWORD_MAX))]
    pub current_password: Password,
    /// Any text, including spaces. Not one of the most common passwords, the e-mail address or the
    /// name.
    #[validate(
        length(min = PASSWORD_MIN, max = PASSWORD_MAX),
        custom(function = no_nul_password),
        custom(function = uncommon)
    )]
    #[cfg_attr(
        feature = "schema",
        schemars(extend("pattern" = NO_NUL, "x-server-checks" = Fault::BEYOND_SCHEMAS))
    )]
    pub new_password: Password,
}

impl Input for ChangePassword {
    const FIELDS: &'static [Field] = &[
        Field::required("currentPassword", Kind::Text),
        Field::required("newPassword", Kind::Text),
    ];
}

/// Body of [`delete_account`](crate::operation::DELETE_ACCOUNT).
#[derive(Clone, Debug, Deserialize, Validate)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeleteAccount {
    /// The account's password.
    #[validate(length(min = 1, max = PASSWORD_MAX))]
    pub password: Password,
    /// What happens to the published posts: `delete`, or `keep` under the name "Deleted author".
    /// Drafts are deleted.
    pub posts: PostsLeft,
}

impl Input for DeleteAccount {
    const FIELDS: &'static [Field] = &[
        Field::required("password", Kind::Text),
        Field::required("posts", Kind::Word(&PostsLeft::WORDS)),
    ];
}

/// What happens to the published posts of a deleted account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PostsLeft {
    /// They are deleted too.
    Delete,
    /// They stay, under an anonymous name.
    Keep,
}

impl PostsLeft {
    /// How a body says it.
    pub const WORDS: Words = Words { all: &["delete", "keep"], sentence: "delete or keep" };
}

/// A session, as the account's owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The session's id, for [`end_session`](crate::operation::END_SESSION).
    pub id: SessionId,
    /// When the user signed in: RFC 3339, in UTC.
    #[cfg_attr(feature = "schema", schemars(with = "Time"))]
    pub created_at: String,
    /// When it was last used, to within 5 minutes: RFC 3339, in UTC.
    #[cfg_attr(feature = "schema", schemars(with = "Time"))]
    pub last_used_at: String,
    /// The program and the system that signed in, according to their `User-Agent`, such as "Firefox
    /// on Linux"; null if unknown.
    pub device: Option<String>,
    /// Whether it is the session that makes the request.
    pub current: bool,
}

/// Answer of [`list_sessions`](crate::operation::LIST_SESSIONS).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sessions {
    /// The session that makes the request, then the most recently used ones.
    #[cfg_attr(feature = "schema", schemars(length(max = SESSIONS_MAX)))]
    pub sessions: Vec<Session>,
}
