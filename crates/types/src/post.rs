//! Posts as readers see them.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use crate::{Handle, schema::Time};
use crate::{PostId, UserId};

/// Answer of [`read_post`](crate::operation::ReadPost) and
/// [`read_post_at`](crate::operation::ReadPostAt).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadPost {
    /// The post.
    pub post: Post,
}

/// Who wrote a post, as readers see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PostAuthor {
    /// The author's id.
    pub id: UserId,
    /// Null if none was given.
    pub name: Option<String>,
    /// The author's page is at `/@` and this; null for a deleted account, which has none.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Handle>"))]
    pub handle: Option<String>,
}

/// The picture above a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cover {
    /// The address of its largest file.
    pub url: String,
    /// What it shows; null if its author didn't say.
    pub alt: Option<String>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// All of a post but its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PostHead {
    /// The post's id.
    pub id: PostId,
    /// One line; empty only in a draft.
    pub title: String,
    /// False: a draft, which its author alone sees.
    pub published: bool,
    /// When it is published: RFC 3339, in UTC. Null until that was decided for the first time. In the
    /// future, its author alone sees it until then.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Time>"))]
    pub published_at: Option<String>,
    /// The part of the address that is made from the title; null until it was published for the first
    /// time.
    pub slug: Option<String>,
    /// The path of its page, `/@` handle `/` slug, not percent-encoded; null as long as `slug` is.
    pub address: Option<String>,
    /// As the first post that had it spelled each.
    pub tags: Vec<String>,
    /// The picture above it.
    pub cover: Option<Cover>,
    /// The author's id.
    pub author_id: UserId,
    /// The author.
    pub author: PostAuthor,
    /// RFC 3339, in UTC.
    #[cfg_attr(feature = "schema", schemars(with = "Time"))]
    pub created_at: String,
    /// RFC 3339, in UTC; the time of creation until the first change.
    #[cfg_attr(feature = "schema", schemars(with = "Time"))]
    pub updated_at: String,
}

/// A post with all of its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Post {
    /// All but the text.
    #[serde(flatten)]
    pub head: PostHead,
    /// Markdown, as it was sent.
    pub content: String,
    /// The content as HTML that is safe to show: no scripts, no styles, only known elements.
    pub html: String,
    /// How long it takes to read, in whole minutes, at least one.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub reading_minutes: u32,
    /// Changes that aren't published; null if there are none, and for everyone but the author.
    pub draft: Option<PostDraft>,
}

/// Changes to a published post that aren't published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PostDraft {
    /// One line; may be empty.
    pub title: String,
    /// Markdown, as it was sent; may be empty.
    pub content: String,
    /// As they were sent.
    pub tags: Vec<String>,
    /// The picture above it.
    pub cover: Option<Cover>,
    /// RFC 3339, in UTC.
    #[cfg_attr(feature = "schema", schemars(with = "Time"))]
    pub updated_at: String,
}
