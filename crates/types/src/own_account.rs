//! Operations on the own account.

use serde::{Deserialize, Serialize};

use crate::{
    Bio, Links, Name, NewHandle, NewPassword, Password, PictureAddress, SessionId, Words,
    input::input,
};
#[cfg(feature = "schema")]
use crate::{limits::SESSIONS_MAX, schema::Time};

input! {
    /// Body of [`update_me`](crate::operation::UpdateMe).
    pub struct UpdateMe {
        /// What readers see; white space around it is dropped. Null takes the name away; where it
        /// is absent, the name stays.
        pub name: Option<Option<Name>>,
        /// The page's address is `/@` and this: 2 to 30 letters from a to z, digits or `_`. The former
        /// address leads to the new one for ever, and nobody else gets it.
        pub handle: Option<NewHandle>,
        /// What readers see beside the name. Null takes it away.
        pub bio: Option<Option<Bio>>,
        /// At most 5 addresses of other pages, each beginning with `https://`. They replace those from
        /// before.
        pub links: Option<Links>,
        /// The `url` of an uploaded picture. Null takes it away.
        pub picture: Option<Option<PictureAddress>>,
    }
}

input! {
    /// Body of [`change_password`](crate::operation::ChangePassword).
    pub struct ChangePassword {
        /// The account's password until now.
        pub current_password = "currentPassword": Password,
        /// Any text, including spaces. Not one of the most common passwords, the e-mail address or
        /// the name.
        pub new_password = "newPassword": NewPassword,
    }
}

input! {
    /// Body of [`delete_account`](crate::operation::DeleteAccount).
    pub struct DeleteAccount {
        /// The account's password.
        pub password: Password,
        /// What becomes of the posts that are published: `delete`, or `keep` under the name
        /// "Deleted author". Drafts are deleted.
        pub posts: PostsLeft,
    }
}

/// What becomes of the published posts of an account that is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PostsLeft {
    /// They are deleted too.
    Delete,
    /// They stay, under an anonymous name.
    Keep,
}

impl PostsLeft {
    /// How a body says it.
    pub const WORDS: Words = Words { all: &["delete", "keep"], sentence: "delete or keep" };

    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "delete" => Some(Self::Delete),
            "keep" => Some(Self::Keep),
            _ => None,
        }
    }
}

/// A session, as the account's owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The session's id, for [`end_session`](crate::operation::EndSession).
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

/// Answer of [`list_sessions`](crate::operation::ListSessions).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Sessions {
    /// The session that makes the request, then the most recently used ones.
    #[cfg_attr(feature = "schema", schemars(length(max = SESSIONS_MAX)))]
    pub sessions: Vec<Session>,
}
